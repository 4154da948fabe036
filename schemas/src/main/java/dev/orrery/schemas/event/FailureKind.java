package dev.orrery.schemas.event;

/** The sorts of failure that a run's own work can have. */
public enum FailureKind {
    /** The process ended with an exit code other than 0, or by a signal. */
    EXIT_CODE,
    /** The attempt ran longer than it may. */
    TIMED_OUT,
    /** The work could not begin: no such program, folder or kind of infrastructure. */
    NOT_STARTED,
    /** No runner leased it in the time that it may wait. */
    QUEUE_TIMED_OUT
}
