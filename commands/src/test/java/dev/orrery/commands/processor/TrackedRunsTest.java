package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process reports the run that it executes by itself, perhaps more than once. */
final class TrackedRunsTest {

    private static final RunId RUN =
            RunId.requested(HELLO, "laptop", new CommandId("run"), ProcessorBench.START)
                    .asTracked();
    private static final Fence FENCE = Fence.random();

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void it_begins_and_ends_once_however_often_it_is_told() {
        assertThat(effect(bench.ask(track(null)))).isEqualTo(Effect.CREATED);
        assertThat(effect(bench.ask(track(null)))).isEqualTo(Effect.UNCHANGED);
        assertThat(effect(bench.ask(finish()))).isEqualTo(Effect.CHANGED);
        assertThat(effect(bench.ask(finish()))).isEqualTo(Effect.UNCHANGED);
        assertThat(effect(bench.ask(track(null)))).isEqualTo(Effect.UNCHANGED);

        assertThat(bench.eventNames()).containsExactly("RunTracked", "TrackedRunEnded");
        assertThat(bench.recorded()).allMatch(event -> event.root().equals(RUN.toString()));
        assertThat(bench.sent(Topics.dispatch("default"))).isEmpty();
    }

    @Test
    void that_of_a_deployment_stands_with_it() {
        assertRefused(bench.ask(track(HELLO)), "DEPLOYMENT_NOT_FOUND");
        bench.ask(put(document()));
        bench.ask(track(HELLO));

        assertThat(bench.recorded().getLast().root()).isEqualTo(HELLO.key());
    }

    @Test
    void another_process_can_neither_take_its_id_nor_end_it() {
        bench.ask(track(null));

        assertRefused(bench.ask(track(null, Fence.random())), "RUN_EXISTS");
        assertRefused(
                bench.ask(
                        new FinishTracked(RUN, Fence.random(), done(), null, ProcessorBench.START)),
                "STALE_FENCE");
    }

    @Test
    void a_cancelled_one_has_ended_whatever_its_process_says() {
        bench.ask(track(null));
        bench.ask(new CancelRun(RUN));

        assertThat(bench.eventNames()).endsWith("RunCancelled");
        assertRefused(bench.ask(finish()), "RUN_ENDED");
        assertRefused(bench.ask(new CancelRun(RUN)), "RUN_ENDED");
    }

    @Test
    void it_is_remembered_for_as_long_as_it_may_be_told_again() {
        bench.ask(track(null));
        bench.ask(finish());
        bench.advance(TrackedRules.REPORTED_WITHIN);
        assertThat(effect(bench.ask(track(null)))).isEqualTo(Effect.UNCHANGED);
        assertThat(effect(bench.ask(finish()))).isEqualTo(Effect.UNCHANGED);

        bench.advance(TrackedRules.AHEAD_MAX.plus(Duration.ofSeconds(2)));
        assertRefused(bench.ask(track(null)), "RUN_ARCHIVED");
        assertRefused(bench.ask(finish()), "RUN_ARCHIVED");
        assertThat(bench.eventNames()).containsExactly("RunTracked", "TrackedRunEnded");
    }

    @Test
    void one_that_never_ended_is_never_forgotten() {
        bench.ask(track(null));
        bench.advance(Duration.ofDays(100));

        assertThat(effect(bench.ask(finish()))).isEqualTo(Effect.CHANGED);
    }

    @Test
    void the_log_alone_gives_the_same_state_and_the_same_answers() {
        bench.ask("begin", track(null), null);
        bench.ask("end", finish(), null);
        try (var again =
                new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), ProcessorBench.START)) {
            assertThat(again.ask("begin", track(null), null))
                    .isEqualTo(bench.ask("begin", track(null), null));
            assertThat(again.eventNames()).isEmpty();
            assertThat(again.state()).containsExactlyInAnyOrderEntriesOf(bench.state());
        }
    }

    private static TrackRun track(@Nullable DeploymentId deployment) {
        return track(deployment, FENCE);
    }

    private static TrackRun track(@Nullable DeploymentId deployment, Fence fence) {
        return new TrackRun(
                RUN,
                new TrackedRun(
                        deployment,
                        deployment == null ? "hello" : "",
                        null,
                        Json.EMPTY_OBJECT,
                        List.of(),
                        fence,
                        TrackedState.RUNNING,
                        ProcessorBench.START,
                        "laptop",
                        4711L,
                        null,
                        null,
                        null));
    }

    private static FinishTracked finish() {
        return new FinishTracked(RUN, FENCE, done(), null, ProcessorBench.START.plusSeconds(1));
    }

    private static Outcome done() {
        return new Outcome.Completed(Json.parse("42"));
    }

    private static Effect effect(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Accepted.class);
        return ((Reply.Accepted) reply).effect();
    }
}
