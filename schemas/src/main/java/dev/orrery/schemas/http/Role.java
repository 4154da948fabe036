package dev.orrery.schemas.http;

/** What a caller may do. Each role may do all that the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Reads, and reports about runs. */
    RUNNER,
    /** Asks for runs, cancels them, pauses and resumes deployments. */
    OPERATOR,
    /** Creates, changes and deletes deployments. */
    EDITOR,
    /** Everything, keys included. */
    ADMIN;

    /** Whether whoever has this role may do what another role is needed for. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
