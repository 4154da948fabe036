package dev.orrery.cli.parse;

import dev.orrery.cli.terminal.Stop;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations. */
public final class Moments {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s?)?");

    private Moments() {}

    /** ISO 8601 with an offset, of a text that has none in the person's own zone. */
    public static String time(String option, String text, ZoneId zone) {
        try {
            var time =
                    hasOffset(text)
                            ? OffsetDateTime.parse(text)
                            : LocalDateTime.parse(text.replace(' ', 'T'))
                                    .atZone(zone)
                                    .toOffsetDateTime();
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        } catch (DateTimeException malformed) {
            throw Stop.usage(
                    option
                            + " takes a time such as 2026-11-22T08:00:00Z or 2026-11-22T08:00, and"
                            + " not '"
                            + text
                            + "'.");
        }
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
