package dev.orrery.projections.peer;

import java.time.Duration;

/**
 * How much nodes may ask of each other.
 *
 * @param readsMax reads that may be asking others at once, and as many that wait there for a
 *     position; more get a 429
 * @param bodyBytesMax the largest answer of one node
 * @param bodyBytesInFlightMax the answers that are held for all reads together; an answer that
 *     would need more is none, so that a copy is asked or the read gets a 503
 * @param connectMax how long a connection may take to come about
 * @param answerMax how long an answer may take beyond what the caller waits for a position
 */
public record PeerLimits(
        int readsMax,
        int bodyBytesMax,
        int bodyBytesInFlightMax,
        Duration connectMax,
        Duration answerMax) {

    private static final int MIB = 1 << 20;

    /** A page has 4 MiB and may end with a row that is larger than a page. */
    public static final PeerLimits USUAL =
            new PeerLimits(64, 24 * MIB, 96 * MIB, Duration.ofSeconds(1), Duration.ofSeconds(2));
}
