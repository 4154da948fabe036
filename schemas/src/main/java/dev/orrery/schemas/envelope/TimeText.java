package dev.orrery.schemas.envelope;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as RFC 3339 with milliseconds, always 24 characters such as 2026-11-22T08:30:00.000Z. Each
 * event is written and read with one, and Java's formatter would take longer than all the rest.
 */
final class TimeText {

    private static final int CHARACTERS = 24;
    private static final int DAY_MILLIS = 86_400_000;
    private static final int YEAR_MAX = 9_999;

    private TimeText() {}

    /**
     * @throws IllegalArgumentException outside the years 0 to 9999
     */
    static String write(long epochMillis) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, (long) DAY_MILLIS));
        int year = date.getYear();
        if (year < 0 || year > YEAR_MAX) {
            throw new IllegalArgumentException("RFC 3339 has no year " + year);
        }
        int millis = Math.floorMod(epochMillis, DAY_MILLIS);
        var text = new char[CHARACTERS];
        digits(text, 0, 4, year);
        text[4] = '-';
        digits(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, millis / 3_600_000);
        text[13] = ':';
        digits(text, 14, 2, millis / 60_000 % 60);
        text[16] = ':';
        digits(text, 17, 2, millis / 1_000 % 60);
        text[19] = '.';
        digits(text, 20, 3, millis % 1_000);
        text[23] = 'Z';
        return new String(text);
    }

    /**
     * Reads our own form quickly, and any other of RFC 3339 too.
     *
     * @throws IllegalArgumentException when it is no time
     */
    static Instant read(String text) {
        try {
            return isOurs(text) ? Instant.ofEpochMilli(millis(text)) : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "a time is such as 2026-11-22T08:30:00.000Z, not " + text, malformed);
        }
    }

    private static boolean isOurs(String text) {
        if (text.length() != CHARACTERS) {
            return false;
        }
        for (int i = 0; i < CHARACTERS; i++) {
            char expected = "0000-00-00T00:00:00.000Z".charAt(i);
            char found = text.charAt(i);
            boolean fits = expected == '0' ? found >= '0' && found <= '9' : found == expected;
            if (!fits) {
                return false;
            }
        }
        // A leap second or the like is left to Java.
        return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
    }

    private static long millis(String text) {
        long day =
                LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                        .toEpochDay();
        return day * DAY_MILLIS
                + number(text, 11, 2) * 3_600_000L
                + number(text, 14, 2) * 60_000L
                + number(text, 17, 2) * 1_000L
                + number(text, 20, 3);
    }

    private static void digits(char[] text, int at, int count, int number) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int number(String text, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
