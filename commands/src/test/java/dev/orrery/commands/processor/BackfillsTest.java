package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.ProcessorBench.START;
import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Leased;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What time, the ends of runs and restarts make of backfills. */
final class BackfillsTest {

    private static final Duration TICK = Duration.ofSeconds(1);

    private ProcessorBench bench = new ProcessorBench();
    private final List<Event> history = new ArrayList<>();
    private Instant now = START;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void one_that_starts_is_created_and_the_same_command_makes_it_once() {
        bench.ask(put(scheduled(60)));
        var reply = (Accepted) bench.ask("fill", backfill(3, 2), null);

        assertThat(reply.effect()).isEqualTo(Effect.CREATED);
        assertThat(bench.ask("fill", backfill(3, 2), null)).isEqualTo(reply);
        assertThat(bench.eventNames()).containsOnlyOnce("BackfillStarted");
    }

    @Test
    void it_fills_the_room_at_once_and_goes_on_when_a_run_ends() {
        start(4, 2);
        assertThat(fired()).hasSize(2);
        tick();
        assertThat(fired()).hasSize(2);

        finish(fired().getFirst().run());
        tick();
        assertThat(fired()).hasSize(3);
        assertThat(fired().getLast().underWay())
                .containsExactly(fired().get(1).run(), fired().get(2).run());
        bench.ask(new CancelRun(fired().get(1).run()));
        tick();
        assertThat(fired()).extracting(BackfillFired::nominal).isSorted().hasSize(4);
    }

    @Test
    void a_run_that_is_tried_again_before_another_is_requested_is_waited_for_once_more() {
        start(2, 1);
        var first = fired().getFirst().run();
        bench.ask(new CancelRun(first));
        bench.ask(new RetryRun(first));
        tick();
        assertThat(fired()).hasSize(1);

        finish(first);
        tick();
        assertThat(fired()).hasSize(2);
    }

    @Test
    void each_run_is_for_its_nominal_time_in_every_attempt_and_when_it_is_done_again() {
        start(2, 1);
        var first = fired().getFirst();
        var fence = Fence.random();
        assertThat(leasedFor(first.run(), fence)).isEqualTo(first.nominal()).isBefore(START);
        bench.report(new FinishRun(first.run(), fence, new Outcome.Crashed("Gone.")));
        bench.ask(new RetryRun(first.run()));
        restart();
        assertThat(leasedFor(first.run(), Fence.random())).isEqualTo(first.nominal());

        var again = (Accepted) bench.ask(new RerunRun(first.run(), null));
        assertThat(leasedFor(new RunId(again.subject()), Fence.random()))
                .isEqualTo(first.nominal());
    }

    @Test
    void with_the_end_of_its_last_run_it_ends_and_leaves_the_state() {
        start(2, 2);
        var before = bench.state().size();
        fired().forEach(each -> finish(each.run()));
        tick();

        assertThat(bench.eventNames()).last().isEqualTo("BackfillEnded");
        assertThat(bench.state()).hasSizeLessThan(before + 20);
        assertRefused(
                bench.ask(new CancelBackfill(HELLO, fired().getFirst().backfill())),
                "BACKFILL_NOT_FOUND");
    }

    @Test
    void cancelled_it_requests_no_more_and_its_runs_go_on() {
        start(4, 1);
        bench.ask(new CancelBackfill(HELLO, id()));
        finish(fired().getFirst().run());
        tick();

        assertThat(fired()).hasSize(1);
        assertThat(bench.eventNames()).endsWith("RunCompleted");
    }

    @Test
    void with_its_deployment_it_ends() {
        start(4, 1);
        bench.ask(new DeleteDeployment(HELLO));
        tick();

        assertThat(bench.eventNames()).endsWith("BackfillEnded", "RunCancelled");
        assertThat(fired()).hasSize(1);
    }

    @Test
    void with_another_document_that_keeps_its_schedule_it_goes_on() {
        start(4, 1);
        bench.ask(put(document("default", scheduled(60 * 60).schedules(), Map.of("A", "b"))));
        finish(fired().getFirst().run());
        tick();

        assertThat(fired()).hasSize(2);
    }

    /** From the log alone or from it and what came after: each nominal time has one run. */
    @Test
    void restarts_between_any_two_steps_neither_lose_nor_repeat_a_nominal_time() {
        start(6, 2);
        var done = new ArrayList<RunId>();
        for (int steps = 0; steps < 40 && !names().contains("BackfillEnded"); steps++) {
            restart();
            tick();
            restart();
            fired().stream()
                    .map(BackfillFired::run)
                    .filter(run -> !done.contains(run))
                    .findFirst()
                    .ifPresent(run -> {
                        finish(run);
                        done.add(run);
                    });
        }

        assertThat(names()).last().isEqualTo("BackfillEnded");
        assertThat(fired()).extracting(BackfillFired::nominal).isSorted().doesNotHaveDuplicates();
        assertThat(fired()).hasSize(6).allMatch(each -> each.underWay().size() <= 2);
        assertThat(names().stream().filter("RunRequested"::equals)).hasSize(6);
    }

    private void start(int times, int atOnce) {
        bench.ask(put(scheduled(60 * 60)));
        bench.ask(backfill(times, atOnce));
        tick();
    }

    /** The last so many nominal times of an hour each. */
    private static BackfillSchedule backfill(int times, int atOnce) {
        var from = START.minus(Duration.ofHours(times - 1));
        return new BackfillSchedule(HELLO, "often", from, START, atOnce);
    }

    private Instant leasedFor(RunId run, Fence fence) {
        return ((Leased) bench.report(new LeaseRun(run, RUNNER, fence))).scheduledTime();
    }

    private void finish(RunId run) {
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.report(new StartRun(run, fence));
        bench.report(new FinishRun(run, fence, new Outcome.Completed(null)));
    }

    private void tick() {
        bench.advance(TICK);
        now = now.plus(TICK);
    }

    /** Another process, with nothing but the log. */
    private void restart() {
        history.addAll(bench.events());
        var log = bench.wholeLog();
        bench.close();
        bench = new ProcessorBench(SETTINGS, log, now);
    }

    private List<Event> all() {
        var all = new ArrayList<>(history);
        all.addAll(bench.events());
        return all;
    }

    private List<String> names() {
        return all().stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private List<BackfillFired> fired() {
        return all().stream()
                .filter(BackfillFired.class::isInstance)
                .map(BackfillFired.class::cast)
                .toList();
    }

    private BackfillId id() {
        return fired().getFirst().backfill();
    }
}
