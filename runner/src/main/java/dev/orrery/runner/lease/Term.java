package dev.orrery.runner.lease;

import java.time.Duration;

/**
 * How long a lease holds, in nanoseconds of a monotonic clock. It counts from when something was
 * sent, and the processor counts from when it received that, so this end is never the later one.
 *
 * @param leaseNanos the length of the lease
 * @param marginNanos how long before the end the work must be ended
 * @param endNanos when it ends
 * @param renewalNanos when the next renewal is due
 */
record Term(long leaseNanos, long marginNanos, long endNanos, long renewalNanos) {

    /** Two renewals may be lost before the lease is. */
    private static final int RENEWALS_PER_LEASE = 3;

    /** So that a margin that is long for the lease still leaves time to work. */
    private static final int MARGINS_PER_LEASE = 4;

    /**
     * @param sentNanos when the lease was asked for, for the first time
     */
    static Term granted(long sentNanos, Duration lease, Duration margin) {
        long leaseNanos = lease.toNanos();
        return new Term(
                leaseNanos,
                Math.min(margin.toNanos(), leaseNanos / MARGINS_PER_LEASE),
                sentNanos + leaseNanos,
                sentNanos + leaseNanos / RENEWALS_PER_LEASE);
    }

    /** A renewal was sent; whether it arrives is not known yet. */
    Term renewalSent(long nowNanos) {
        long next = nowNanos + leaseNanos / RENEWALS_PER_LEASE;
        return new Term(leaseNanos, marginNanos, endNanos, next);
    }

    /** The log has the renewal that was sent then. Acknowledgements may come in any order. */
    Term renewed(long sentNanos) {
        long end = sentNanos + leaseNanos;
        return end - endNanos <= 0 ? this : new Term(leaseNanos, marginNanos, end, renewalNanos);
    }

    boolean renewalIsDue(long nowNanos) {
        return nowNanos - renewalNanos >= 0;
    }

    /** Whether the work must be ended now to have ended when the lease does. */
    boolean isOver(long nowNanos) {
        return nowNanos - killNanos() >= 0;
    }

    /** How long nothing is due. */
    long restNanos(long nowNanos) {
        return Math.max(0, Math.min(renewalNanos - nowNanos, killNanos() - nowNanos));
    }

    private long killNanos() {
        return endNanos - marginNanos;
    }
}
