package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.between;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.inactive;
import static dev.orrery.commands.domain.Draft.jittered;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Limits.ANCHOR_EPOCH_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.CATCH_UP_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.INTERVAL_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.JITTER_SECONDS_MAX;
import static dev.orrery.commands.domain.Limits.PARAMETERS_BYTES_MAX;
import static dev.orrery.commands.domain.Limits.SCHEDULES_MAX;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.limit;
import static dev.orrery.commands.domain.deployment.Verdict.object;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.ALL;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.LATEST;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.NONE;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.PARAMETERS_TOO_LARGE;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
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

    private static final String START = "/schedules/0/start";
    private static final String JITTER = "/schedules/0/jitterSeconds";
    private static final String WINDOW = "/schedules/0/catchUp/windowSeconds";
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

    @Test
    void a_schedule_ends_at_its_start_at_the_earliest() {
        accepted(schedules(between(NOON.plusSeconds(3_600), NOON.plusSeconds(3_600), HOURLY)));
        refused(
                schedules(between(NOON.plusSeconds(3_601), NOON.plusSeconds(3_600), HOURLY)),
                INVALID_COMMAND,
                "/schedules/0/end");
        refused(schedules(between(Instant.MIN, null, HOURLY)), INVALID_COMMAND, START);
        refused(schedules(between(Instant.MAX, null, HOURLY)), INVALID_COMMAND, START);
        refused(schedules(between(null, Instant.MAX, HOURLY)), INVALID_COMMAND, "/schedules/0/end");
    }

    @Test
    void a_new_schedule_is_not_over_and_one_that_is_switched_off_may_be() {
        var over = between(null, NOON, HOURLY);
        refused(schedules(over), INVALID_COMMAND, "/schedules/0/end");
        refused(
                schedules(between(NOON.plusSeconds(1), NOON.plusSeconds(2), HOURLY)),
                INVALID_COMMAND,
                "/schedules/0/interval");
        accepted(schedules(inactive(over)));
    }

    @Test
    void a_jitter_is_a_day_at_most() {
        accepted(schedules(jittered(HOURLY, 0)));
        accepted(schedules(jittered(HOURLY, JITTER_SECONDS_MAX)));
        for (int seconds : new int[] {-1, JITTER_SECONDS_MAX + 1, Integer.MAX_VALUE}) {
            refused(schedules(jittered(HOURLY, seconds)), INVALID_COMMAND, JITTER);
        }
    }

    @Test
    void a_window_has_1_second_at_least_and_is_of_a_policy_that_runs_something() {
        accepted(catchUp(LATEST, 1L));
        accepted(catchUp(ALL, CATCH_UP_SECONDS_MAX));
        accepted(catchUp(ALL, null));
        accepted(catchUp(NONE, null));
        for (long seconds : new long[] {0, -1, CATCH_UP_SECONDS_MAX + 1, Long.MAX_VALUE}) {
            refused(catchUp(ALL, seconds), INVALID_COMMAND, WINDOW);
        }
        refused(catchUp(NONE, 60L), INVALID_COMMAND, WINDOW);
    }

    private static Consumer<Draft> catchUp(CatchUpPolicy policy, @Nullable Long windowSeconds) {
        return schedules(with(HOURLY, new CatchUp(policy, windowSeconds)));
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

    @Test
    void a_schedule_does_not_end_before_it_starts() {
        var noon = Instant.parse("2026-11-22T12:00:00Z");

        accepted(bounded(noon, noon, 0, CatchUp.DEFAULT));
        refused(
                bounded(noon, noon.minusMillis(1), 0, CatchUp.DEFAULT),
                INVALID_COMMAND,
                "/schedules/0/end");
        refused(
                bounded(Instant.MAX, null, 0, CatchUp.DEFAULT),
                INVALID_COMMAND,
                "/schedules/0/start");
    }

    @Test
    void a_jitter_has_a_day_at_most() {
        limit(
                86_400,
                n -> bounded(null, null, n, CatchUp.DEFAULT),
                INVALID_COMMAND,
                "/schedules/0/jitterSeconds");
        refused(
                bounded(null, null, -1, CatchUp.DEFAULT),
                INVALID_COMMAND,
                "/schedules/0/jitterSeconds");
    }

    @Test
    void a_window_has_a_second_at_least() {
        accepted(bounded(null, null, 0, new CatchUp(CatchUpPolicy.ALL, 1L)));
        refused(
                bounded(null, null, 0, new CatchUp(CatchUpPolicy.ALL, 0L)),
                INVALID_COMMAND,
                "/schedules/0/catchUp/windowSeconds");
    }

    private static Consumer<Draft> bounded(
            @Nullable Instant start, @Nullable Instant end, int jitterSeconds, CatchUp catchUp) {
        return draft ->
                draft.schedules =
                        List.of(
                                new ScheduleDocument(
                                        "bounded",
                                        HOURLY.interval(),
                                        null,
                                        null,
                                        Json.EMPTY_OBJECT,
                                        false,
                                        start,
                                        end,
                                        jitterSeconds,
                                        catchUp));
    }
}
