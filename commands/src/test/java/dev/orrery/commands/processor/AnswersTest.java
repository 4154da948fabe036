package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final int MAX = 500;
    private static final Duration KEPT = Duration.ofHours(24);

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("answers").get();
    private final PartitionState state = new PartitionState(store, new DocumentRules(Set.of()));

    @Test
    void no_more_than_so_many_are_remembered() {
        var answers = loaded();
        remember(answers, 0, MAX + 100);

        assertThat(IntStream.range(0, 100)).allMatch(i -> answers.find(key(i)) == null);
        assertThat(IntStream.range(100, MAX + 100)).allMatch(i -> answers.find(key(i)) != null);
    }

    @Test
    void after_a_start_those_of_before_are_forgotten_in_the_order_of_their_age() {
        remember(loaded(), 0, 400);

        var again = answers();
        remember(again, 400, 50);
        load(again);
        remember(again, 450, 150);

        assertThat(IntStream.range(0, 100)).allMatch(i -> again.find(key(i)) == null);
        assertThat(IntStream.range(100, 600)).allMatch(i -> again.find(key(i)) != null);
    }

    @Test
    void what_is_too_old_is_forgotten_also_after_a_start() {
        remember(loaded(), 0, 300);

        var again = answers();
        remember(again, 300, 20);
        load(again);
        again.tidy(START.plus(KEPT).plusSeconds(250));

        assertThat(IntStream.range(0, 250)).allMatch(i -> again.find(key(i)) == null);
        assertThat(IntStream.range(250, 320)).allMatch(i -> again.find(key(i)) != null);
    }

    private Answers answers() {
        var usual = ProcessorSettings.of(1, "test", Set.of(), ProcessorBench.PUBLISHERS);
        return new Answers(
                state,
                new ProcessorSettings(
                        1,
                        "test",
                        Set.of(),
                        usual.lease(),
                        KEPT,
                        MAX,
                        usual.endedRunsKept(),
                        usual.endedRunsMax(),
                        usual.announceAgain(),
                        usual.lateAfter(),
                        usual.presenceKept(),
                        usual.publishers(),
                        0));
    }

    private Answers loaded() {
        var answers = answers();
        load(answers);
        return answers;
    }

    private static void load(Answers answers) {
        for (int i = 0; i < PartitionState.ANSWER_SLICES; i++) {
            answers.tidy(START);
        }
    }

    private static void remember(Answers answers, int first, int count) {
        for (int i = first; i < first + count; i++) {
            var refusal = Refusal.RUN_NOT_FOUND.because("There is no such run.");
            answers.remember(key(i), new Stored.Answer(START.plusSeconds(i), "digest", refusal));
        }
    }

    private static Bytes key(int number) {
        return Answers.key("root", "actor", new CommandId("c" + number));
    }
}
