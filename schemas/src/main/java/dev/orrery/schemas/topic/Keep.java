package dev.orrery.schemas.topic;

import java.time.Duration;

/** How long a topic keeps its records. */
public sealed interface Keep {

    Keep FOR_EVER = new For(Duration.ofMillis(-1));
    Keep LATEST = new Latest();

    static Keep days(int days) {
        return new For(Duration.ofDays(days));
    }

    static Keep hours(int hours) {
        return new For(Duration.ofHours(hours));
    }

    /** The last record of each key, for ever. */
    record Latest() implements Keep {}

    /**
     * All records for a time.
     *
     * @param retention how long; -1 ms is for ever, as Kafka says it
     */
    record For(Duration retention) implements Keep {}
}
