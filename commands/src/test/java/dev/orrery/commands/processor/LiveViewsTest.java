package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.CODECS;
import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.ProcessorBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes are told of the views. */
final class LiveViewsTest {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void each_decision_is_told_with_the_version_that_it_made() {
        bench.ask(new RebuildViews());
        bench.ask(new AbandonRebuild(2));
        bench.ask(new RebuildViews());
        bench.ask(new SwitchViews(3));

        assertThat(told(bench))
                .containsExactly(
                        new LiveViews(1, 1, 2),
                        new LiveViews(2, 1, null),
                        new LiveViews(3, 1, 3),
                        new LiveViews(4, 3, null));
    }

    @Test
    void a_switch_that_is_asked_for_again_is_none() {
        bench.ask(new RebuildViews());
        bench.ask(new SwitchViews(2));
        var again = (Accepted) bench.ask(new SwitchViews(2));

        assertThat(again.effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(told(bench)).hasSize(2);
    }

    @Test
    void it_is_told_again_after_a_start_for_the_topic_may_be_lost() {
        bench.ask(new RebuildViews());
        bench.ask(new SwitchViews(2));

        try (var next = new ProcessorBench(SETTINGS, bench.log(), START)) {
            next.advance(TICK.multipliedBy(3));
            assertThat(told(next)).containsExactly(new LiveViews(2, 2, null));
            next.ask("another", new RebuildViews(), null);
            assertThat(told(next)).hasSize(2).contains(new LiveViews(3, 2, 3));
        }
    }

    @Test
    void where_nothing_was_decided_nothing_is_told() {
        bench.advance(TICK.multipliedBy(3));

        assertThat(told(bench)).isEmpty();
    }

    private static List<LiveViews> told(ProcessorBench bench) {
        return bench.sent(Topics.VIEWS).stream()
                .map(record -> CODECS.views().decode(record.value()))
                .toList();
    }
}
