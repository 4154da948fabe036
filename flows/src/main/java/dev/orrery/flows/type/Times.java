package dev.orrery.flows.type;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;

/** Times as Python's {@code isoformat} writes them: seconds always, six decimals or none. */
final class Times {

    private Times() {}

    static String text(Temporal time, String key) {
        return switch (time) {
            case Instant instant -> withOffset(instant.atOffset(ZoneOffset.UTC));
            case OffsetDateTime dateTime -> withOffset(dateTime);
            case ZonedDateTime dateTime -> withOffset(dateTime.toOffsetDateTime());
            case LocalDateTime dateTime ->
                    dateTime.toLocalDate() + "T" + clock(dateTime.toLocalTime());
            case LocalTime clock -> clock(clock);
            case LocalDate date -> date.toString();
            default ->
                    throw new Unfit(
                            "'%s' is of the type %s, which can't be written as JSON."
                                    .formatted(key, time.getClass().getSimpleName()));
        };
    }

    private static String withOffset(OffsetDateTime time) {
        return time.toLocalDate()
                + "T"
                + clock(time.toLocalTime())
                + DateTimeFormatter.ofPattern("xxx").format(time);
    }

    private static String clock(LocalTime time) {
        int fraction = time.get(ChronoField.NANO_OF_SECOND);
        int decimals = fraction == 0 ? 0 : fraction % 1_000 == 0 ? 6 : 9;
        var format = new DateTimeFormatterBuilder().appendPattern("HH:mm:ss");
        if (decimals > 0) {
            format.appendFraction(ChronoField.NANO_OF_SECOND, decimals, decimals, true);
        }
        return format.toFormatter().format(time);
    }
}
