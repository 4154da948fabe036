package dev.orrery.schemas.event;

/** How a run ended that a process executed by itself, by the word of that process. */
public enum TrackedEnd {
    /** It ended well. */
    COMPLETED,
    /** It ended badly, by its own word. */
    FAILED,
    /** It ended with nobody to say how. */
    CRASHED,
    /** Somebody stopped the process. */
    CANCELLED
}
