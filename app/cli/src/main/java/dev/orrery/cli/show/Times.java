package dev.orrery.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people read them: UTC, to the second. */
public final class Times {

    private Times() {}

    public static String at(JsonNode node, String pointer) {
        var text = Json.text(node, pointer);
        try {
            return text.isEmpty()
                    ? ""
                    : Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException foreign) {
            return text;
        }
    }

    /** How long it took from one time to another, where both are there. */
    public static String between(JsonNode node, String from, String to) {
        try {
            var begin = Json.text(node, from);
            var end = Json.text(node, to);
            return begin.isEmpty() || end.isEmpty()
                    ? ""
                    : of(Duration.between(Instant.parse(begin), Instant.parse(end)));
        } catch (DateTimeException foreign) {
            return "";
        }
    }

    /** Such as 1d 2h, 3m 20s, 1.250s: the two largest units. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return duration.toNanosPart() == 0
                    ? seconds + "s"
                    : "%d.%03ds".formatted(seconds, duration.toMillisPart());
        }
        if (seconds < 3_600) {
            return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
        }
        if (seconds < 86_400) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "m");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String unit, int small, String smaller) {
        return large + unit + (small == 0 ? "" : " " + small + smaller);
    }
}
