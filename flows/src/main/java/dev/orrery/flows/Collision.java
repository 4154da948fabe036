package dev.orrery.flows;

/** What becomes of a run that finds no room among those that may be under way at once. */
public enum Collision {
    /** It waits: by priority, then by its time. */
    QUEUE("queue"),
    /** It does not run. */
    SKIP("skip"),
    /** It waits, and the oldest of those under way are cancelled to make room. */
    CANCEL_RUNNING("cancel-running");

    private final String written;

    Collision(String written) {
        this.written = written;
    }

    String written() {
        return written;
    }
}
