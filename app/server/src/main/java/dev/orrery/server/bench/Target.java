package dev.orrery.server.bench;

import java.util.Locale;

/** What a figure is to be. */
sealed interface Target {

    static Target none() {
        return new None();
    }

    /** A figure that explains others. */
    record None() implements Target {}

    /** A figure that is good when it is low. */
    record AtMost(double limit) implements Target {}

    /** A figure that is good when it is high. */
    record AtLeast(double limit) implements Target {}

    static Target atMost(double limit) {
        return new AtMost(limit);
    }

    static Target atLeast(double limit) {
        return new AtLeast(limit);
    }

    default boolean isMetBy(double value) {
        return switch (this) {
            case None _ -> true;
            case AtMost(double limit) -> value <= limit;
            case AtLeast(double limit) -> value >= limit;
        };
    }

    default String text() {
        return switch (this) {
            case None _ -> "";
            case AtMost(double limit) -> "<= " + number(limit);
            case AtLeast(double limit) -> ">= " + number(limit);
        };
    }

    private static String number(double limit) {
        return limit == Math.rint(limit)
                ? String.format(Locale.ROOT, "%,d", (long) limit)
                : String.format(Locale.ROOT, "%.2f", limit);
    }
}
