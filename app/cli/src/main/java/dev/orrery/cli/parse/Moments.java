package dev.orrery.cli.parse;

import dev.orrery.cli.terminal.Stop;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations. */
public final class Moments {

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s?)?");

    private Moments() {}

    /** ISO 8601 with an offset; of a text that has none, in the person's own zone. */
    public static String time(String option, String text, ZoneId zone) {
        try {
            var time = hasOffset(text) ? OffsetDateTime.parse(text) : local(text, zone);
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        } catch (DateTimeException malformed) {
            throw Stop.usage(
                    option
                            + " takes a time such as 2026-11-22T08:00:00Z, 2026-11-22T08:00 or"
                            + " 2026-11-22, and not '"
                            + text
                            + "'.");
        }
    }

    /** A day alone means its first moment. */
    private static OffsetDateTime local(String text, ZoneId zone) {
        var time =
                DAY.matcher(text).matches()
                        ? LocalDate.parse(text).atStartOfDay(zone)
                        : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone);
        return time.toOffsetDateTime();
    }

    /** Such as 90, 90s, 15m, 1h30m, 2d or PT15M. */
    public static Duration duration(String option, String text) {
        var parts = DURATION.matcher(text);
        try {
            if (text.startsWith("P")) {
                return Duration.parse(text);
            }
            if (!text.isEmpty() && parts.matches()) {
                return Duration.ofDays(part(parts.group(1)))
                        .plusHours(part(parts.group(2)))
                        .plusMinutes(part(parts.group(3)))
                        .plusSeconds(part(parts.group(4)));
            }
        } catch (DateTimeException malformed) {
            // Falls through to the same answer.
        }
        throw Stop.usage(
                option
                        + " takes a duration such as 90s, 15m, 1h30m or 2d, and not '"
                        + text
                        + "'.");
    }

    private static boolean hasOffset(String text) {
        return text.matches(".*(Z|z|[+-]\\d{2}(:?\\d{2})?)$") && text.indexOf('T') > 0;
    }

    private static long part(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
