package dev.orrery.audit.verify;

/** How far the verification of a partition is. */
public enum Stage {
    /** Others are first, or the partition is not here yet. */
    WAITING,
    /** The log is read. */
    READING,
    /** The log is read as far as the live view is, and the rows are compared. */
    COMPARING,
    /** All is as it must be. */
    VERIFIED,
    /** There is a difference. */
    DIFFERENT,
    /** It came to no end, for a reason that is told. */
    FAILED,
    /** Somebody ended it, or a difference elsewhere did. */
    CANCELLED;

    /** Whether nothing comes after it. */
    public boolean isOver() {
        return switch (this) {
            case WAITING, READING, COMPARING -> false;
            case VERIFIED, DIFFERENT, FAILED, CANCELLED -> true;
        };
    }
}
