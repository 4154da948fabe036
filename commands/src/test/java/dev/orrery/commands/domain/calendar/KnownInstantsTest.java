package dev.orrery.commands.domain.calendar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule against a table of instants that other programs computed. */
class KnownInstantsTest {

    private static final int ROWS_MIN = 270;

    @ParameterizedTest
    @MethodSource("rows")
    void a_rule_has_the_known_instants(String row) {
        var column = row.split(" \\| ", -1);
        var rule = rule(column[0], column[1], zone(column[2]), start(column[3]));

        assertThat(next(rule, column[4], column[5])).isEqualTo(column[5]);
    }

    @Test
    void the_table_is_whole() {
        assertThat(rows()).hasSizeGreaterThan(ROWS_MIN);
    }

    static Stream<String> rows() {
        try (var table =
                KnownInstantsTest.class.getResourceAsStream("/calendar/known-instants.txt")) {
            return new String(requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList()
                            .stream();
        } catch (IOException damaged) {
            throw new AssertionError(damaged);
        }
    }

    private static Rule rule(
            String kind, String rule, @Nullable String zone, @Nullable Instant start) {
        var document =
                switch (kind) {
                    case "cron" -> schedule(null, new Cron(rule, zone), null);
                    case "rrule" -> schedule(null, null, new Recurrence(rule, zone, start));
                    default ->
                            schedule(new Interval(Long.parseLong(rule), start, zone), null, null);
                };
        return Rule.of(document);
    }

    private static ScheduleDocument schedule(
            @Nullable Interval interval, @Nullable Cron cron, @Nullable Recurrence rrule) {
        return new ScheduleDocument("s", interval, cron, rrule, Json.EMPTY_OBJECT, true);
    }

    private static @Nullable String zone(String text) {
        return text.equals("-") ? null : text;
    }

    private static @Nullable Instant start(String text) {
        return text.equals("-") ? null : Instant.parse(text);
    }

    private static String next(Rule rule, String after, String expected) {
        var found = new ArrayList<String>();
        var moment = Instant.parse(after);
        for (var _ : List.of(expected.split(" "))) {
            var next = rule.next(moment);
            found.add(next.map(Instant::toString).orElse("none"));
            moment = next.orElse(moment);
        }
        return String.join(" ", found);
    }
}
