package dev.orrery.server.bench;

import java.util.Locale;

/** What a figure counts. */
enum Unit {
    MILLISECONDS("ms", 2),
    SECONDS("s", 1),
    PER_SECOND("/s", 0),
    COUNT("", 0),
    TIMES("x", 2),
    MEGABYTES("MB", 0),
    PERCENT("% of a core", 1),
    SHARE("%", 0);

    private final String sign;
    private final int digits;

    Unit(String sign, int digits) {
        this.sign = sign;
        this.digits = digits;
    }

    String text(double value) {
        return String.format(Locale.ROOT, "%,." + digits + "f %s", value, sign);
    }
}
