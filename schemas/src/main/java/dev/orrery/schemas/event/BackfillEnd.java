package dev.orrery.schemas.event;

/** Why a backfill requests no more runs. */
public enum BackfillEnd {
    /** Each of its nominal times ran, and the last run has ended. */
    COMPLETED,
    /** Somebody wants no more of them. */
    CANCELLED,
    /** Its deployment or its schedule is no more or has other times, or nobody serves its pool. */
    STOPPED
}
