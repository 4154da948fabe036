package dev.orrery.schemas.registry;

import java.time.Duration;

/**
 * How often a request that got no answer is sent again.
 *
 * @param max times after the first, each going once through all addresses
 * @param firstWait before the second of them, doubled for each later one
 * @param longestWait what the doubling ends at
 */
record Retries(int max, Duration firstWait, Duration longestWait) {
    private static final int DOUBLINGS_MAX = 20;

    /**
     * The wait before a retry (counted from 0). The first follows at once: a kept connection that
     * the server has closed meanwhile looks like a server that is gone. The others are spread by
     * `random` (from 0 to 1), so that clients that lost the same registry don't come back together.
     */
    Duration before(int retry, double random) {
        if (retry == 0) {
            return Duration.ZERO;
        }
        long doubled = firstWait.toMillis() << Math.min(retry - 1, DOUBLINGS_MAX);
        long longest = Math.min(doubled, longestWait.toMillis());
        return Duration.ofMillis(longest / 2 + (long) (random * (double) longest / 2));
    }
}
