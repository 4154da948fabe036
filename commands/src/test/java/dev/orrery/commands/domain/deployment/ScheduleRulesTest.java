package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Limits.ANCHOR_EPOCH_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.INTERVAL_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.PARAMETERS_BYTES_MAX;
import static dev.orrery.commands.domain.Limits.SCHEDULES_MAX;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.limit;
import static dev.orrery.commands.domain.deployment.Verdict.object;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.PARAMETERS_TOO_LARGE;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the schedules of a document must be like. */
class ScheduleRulesTest {

    private static final String NAME_OF_1 = "/schedules/1/name";
    private static final ScheduleDocument HOURLY = every("hourly", Duration.ofHours(1));

    @Test
    void schedules_have_a_limit() {
        limit(
                SCHEDULES_MAX,
                n ->
                        draft ->
                                draft.schedules =
                                        IntStream.range(0, n)
                                                .mapToObj(i -> every("s" + i, Duration.ofHours(1)))
                                                .toList(),
                INVALID_COMMAND,
                "/schedules");
    }

    @Test
    void a_schedule_has_a_name_of_its_own() {
        refused(schedules(HOURLY, HOURLY), INVALID_COMMAND, "/schedules/1/name");
        refused(schedules(HOURLY, every("a/b", Duration.ofDays(1))), INVALID_COMMAND, NAME_OF_1);
        refused(schedules(HOURLY, every("", Duration.ofDays(1))), INVALID_COMMAND, NAME_OF_1);
        accepted(schedules(HOURLY, every("Hourly", Duration.ofHours(1))));
    }

    @Test
    void an_interval_has_1_second_at_least_and_3660_days_at_most() {
        accepted(interval(1));
        accepted(interval(INTERVAL_SECONDS_MAX));
        for (long seconds :
                new long[] {0, -1, INTERVAL_SECONDS_MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            refused(interval(seconds), INVALID_COMMAND, "/schedules/0/interval/seconds");
        }
    }

    @Test
    void an_anchor_lies_in_years_that_can_be_counted() {
        for (long seconds : new long[] {ANCHOR_EPOCH_SECONDS_MAX, -ANCHOR_EPOCH_SECONDS_MAX}) {
            accepted(anchor(Instant.ofEpochSecond(seconds)));
        }
        for (var anchor :
                List.of(
                        Instant.ofEpochSecond(ANCHOR_EPOCH_SECONDS_MAX + 1),
                        Instant.ofEpochSecond(-ANCHOR_EPOCH_SECONDS_MAX - 1),
                        Instant.MIN,
                        Instant.MAX)) {
            refused(anchor(anchor), INVALID_COMMAND, "/schedules/0/interval/anchor");
        }
    }

    @Test
    void the_parameters_of_a_schedule_have_a_limit() {
        limit(
                PARAMETERS_BYTES_MAX,
                n ->
                        draft -> {
                            draft.parameters = Json.EMPTY_OBJECT;
                            draft.schedules = List.of(with(HOURLY, object("k", n)));
                        },
                PARAMETERS_TOO_LARGE,
                "/schedules/0/parameters");
    }

    @Test
    void parameters_that_are_laid_over_each_other_have_the_limit_together() {
        // Merged, two objects lose a pair of braces and win a comma.
        int half = PARAMETERS_BYTES_MAX / 2;
        limit(
                half + 1,
                n ->
                        draft -> {
                            draft.parameters = object("a", half);
                            draft.schedules = List.of(with(HOURLY, object("b", n)));
                        },
                PARAMETERS_TOO_LARGE,
                "/schedules/0/parameters");
    }

    @Test
    void parameters_that_replace_others_are_counted_once() {
        accepted(draft -> {
            draft.parameters = object("a", PARAMETERS_BYTES_MAX);
            draft.schedules = List.of(with(HOURLY, object("a", PARAMETERS_BYTES_MAX)));
        });
    }

    private static Consumer<Draft> schedules(ScheduleDocument... schedules) {
        return draft -> draft.schedules = List.of(schedules);
    }

    private static Consumer<Draft> interval(long seconds) {
        return interval(seconds, NOON);
    }

    private static Consumer<Draft> anchor(Instant anchor) {
        return interval(60, anchor);
    }

    private static Consumer<Draft> interval(long seconds, @Nullable Instant anchor) {
        return schedules(
                new ScheduleDocument(
                        "s",
                        new ScheduleDocument.Interval(seconds, anchor),
                        Json.EMPTY_OBJECT,
                        true));
    }
}
