package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.ProcessorBench.START;
import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.persistent;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of nominal times that have come and not run when something else comes first. */
final class MissedTimesTest {

    private static final int MISSED = 300;
    private static final Instant BACK = START.plusSeconds(MISSED * 60L);
    private static final String CHANGED =
            "The deployment changed before the schedule had made up for what it missed.";

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_command_that_changes_nothing_or_is_refused_leaves_what_is_to_be_made_up_for() {
        var document = with("default", persistent("often", 60, null));
        try (var back = backAfter(put(document))) {
            var same = (Accepted) back.ask("same", put(document), null);
            assertThat(same.effect()).isEqualTo(Effect.UNCHANGED);
            assertRefused(
                    back.ask("wrong", put(with("missing", persistent("b", 60, null))), null),
                    "POOL_UNKNOWN");
            assertThat(back.events()).isEmpty();
            back.ask("change", put(with(Map.of("A", "b"), persistent("often", 60, null))), null);
            assertThat(back.eventNames()).containsExactly("DeploymentUpdated");
            assertAllRun(back, MISSED);
        }
    }

    @Test
    void one_that_takes_a_schedule_out_leaves_the_others_to_make_up_for_theirs() {
        var stays = persistent("stays", 60, null);
        try (var back = backAfter(put(with("default", stays, persistent("goes", 3_600, null))))) {
            back.ask("change", put(with("default", stays)), null);
            assertThat(back.eventNames())
                    .startsWith("ScheduleFired", "RunRequested")
                    .endsWith("DeploymentUpdated", "ScheduleStopped")
                    .hasSize(2 * MISSED / 60 + 2);
            assertAllRun(back, MISSED + MISSED / 60);
        }
    }

    @Test
    void what_is_due_now_takes_turns_with_what_is_made_up_for() {
        bench.ask(put(with("default", persistent("often", 60, null))));
        bench.ask(
                new PutDeployment(
                        "hello",
                        "other",
                        with("default", persistent("seldom", MISSED * 60L, null))));
        try (var back = new ProcessorBench(SETTINGS, bench.log(), BACK)) {
            back.advance(Duration.ofSeconds(1));
            var fired =
                    back.events().stream()
                            .filter(ScheduleFired.class::isInstance)
                            .map(event -> ((ScheduleFired) event).nominal())
                            .toList();
            assertThat(fired).hasSize(MISSED + 1);
            assertThat(fired.subList(0, 3)).contains(START.plus(Duration.ofHours(1)));
        }
    }

    @Test
    void one_that_stops_many_waits_for_a_hundred_runs_in_all() {
        var many =
                with(
                        "default",
                        persistent("a", 60, null),
                        persistent("b", 60, null),
                        persistent("c", 60, null),
                        persistent("d", 60, null));
        try (var back = backAfter(put(many))) {
            back.ask("change", new DeleteDeployment(HELLO), null);
            assertThat(back.eventNames().stream().filter("ScheduleFired"::equals)).hasSize(100);
            assertThat(skipped(back))
                    .hasSize(4)
                    .allMatch(e -> e.count() == MISSED - 25 && e.reason().equals(CHANGED));
            assertThat(back.eventNames())
                    .containsSubsequence("ScheduleSkipped", "DeploymentDeleted", "ScheduleStopped");
        }
    }

    @Test
    void what_was_over_meanwhile_has_its_last_times_before_it_goes_with_its_deployment() {
        var ended = START.plusSeconds(10 * 60);
        try (var back = backAfter(put(with("default", persistent("short", 60, ended))))) {
            back.ask("change", new DeleteDeployment(HELLO), null);
            assertThat(back.eventNames().stream().filter("ScheduleFired"::equals)).hasSize(10);
            assertThat(back.eventNames()).endsWith("ScheduleStopped", "DeploymentDeleted");
        }
    }

    /** A run says more of itself than its deployment does: what is stored may just not fit. */
    @Test
    void a_run_that_can_not_be_written_down_is_skipped_and_the_schedule_goes_on() {
        assertThat(bench.ask(put(large()))).isInstanceOf(Accepted.class);
        bench.advance(Duration.ofSeconds(60));
        var first = skipped(bench).getFirst();
        assertThat(first.count()).isEqualTo(1);
        assertThat(first.reason()).startsWith("The event RunRequested would have ");
        bench.advance(Duration.ofSeconds(60));
        assertThat(skipped(bench)).hasSize(2);

        bench.ask(put(with("default", persistent("often", 60, null))));
        bench.advance(Duration.ofSeconds(60));
        assertThat(bench.eventNames()).endsWith("ScheduleFired", "RunRequested");
    }

    @Test
    void a_backfill_whose_run_can_not_be_written_down_stops_and_says_so() {
        bench.ask(put(large()));
        bench.ask(new BackfillSchedule(HELLO, "often", START.minusSeconds(120), START, 1));
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.events().getLast()).isInstanceOf(BackfillEnded.class);
        var ended = (BackfillEnded) bench.events().getLast();
        assertThat(ended.end()).isEqualTo(BackfillEnd.STOPPED);
        assertThat(ended.message()).startsWith("The event RunRequested would have ");
    }

    /** The server was away since it was asked this, and is back: no timer has rung yet. */
    private ProcessorBench backAfter(PutDeployment command) {
        assertThat(bench.ask(command)).isInstanceOf(Accepted.class);
        return new ProcessorBench(SETTINGS, bench.log(), BACK);
    }

    private static void assertAllRun(ProcessorBench back, int times) {
        for (int i = 0; i < 3; i++) {
            back.advance(Duration.ofMillis(20));
        }
        assertThat(skipped(back)).isEmpty();
        assertThat(back.eventNames().stream().filter("ScheduleFired"::equals)).hasSize(times);
    }

    private static List<ScheduleSkipped> skipped(ProcessorBench bench) {
        return bench.events().stream()
                .filter(ScheduleSkipped.class::isInstance)
                .map(ScheduleSkipped.class::cast)
                .toList();
    }

    private static DeploymentDocument with(String pool, ScheduleDocument... schedules) {
        return document(pool, List.of(schedules));
    }

    private static DeploymentDocument with(
            Map<String, String> environment, ScheduleDocument schedule) {
        return document(DeploymentDocument.DEFAULT_POOL, List.of(schedule), environment);
    }

    /** As large as a deployment can be. */
    private static DeploymentDocument large() {
        var environment = new HashMap<String, String>();
        var full = "x".repeat(Limits.VARIABLE_CHARACTERS_MAX);
        while (room(environment) > full.length()) {
            environment.put("V" + environment.size(), full);
        }
        environment.put("LAST", "x".repeat(room(environment) - 20));
        return with(environment, persistent("often", 60, null));
    }

    private static int room(Map<String, String> environment) {
        Event created =
                new DeploymentCreated(
                        HELLO,
                        "hello",
                        "daily",
                        1,
                        with(environment, persistent("often", 60, null)));
        return Limits.EVENT_BYTES_MAX - ProcessorBench.CODECS.events().encode(created).length;
    }
}
