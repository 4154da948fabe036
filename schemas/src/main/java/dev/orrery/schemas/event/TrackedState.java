package dev.orrery.schemas.event;

/** Where a run is that a process executes by itself, before it ends. */
public enum TrackedState {
    SCHEDULED,
    PENDING,
    RUNNING,
    PAUSED,
    CANCELLING
}
