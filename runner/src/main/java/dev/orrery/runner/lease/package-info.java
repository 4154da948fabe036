/**
 * Leases ready runs and keeps the leases while the work is done. A wake-up from the pool's share
 * group is only a hint; a run is worked on when the processor's answer grants it, for as long as
 * renewals reach the log, on a monotonic clock and with a margin, so that work has ended before
 * anybody else may be given the run. Every report carries the fence of its lease.
 */
@NullMarked
package dev.orrery.runner.lease;

import org.jspecify.annotations.NullMarked;
