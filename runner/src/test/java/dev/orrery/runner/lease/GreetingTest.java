package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.StartRunner;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GreetingTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Reply HEARD =
            new Reply.Accepted(Effect.UNCHANGED, new UUID(0, 0), 0, 0, 0);

    private static final StartRunner HELLO =
            new StartRunner(RunnerId.of("runner", 1), "anvil", List.of("default"));

    private final Script script = new Script();
    private final Greeting greeting = new Greeting(script, HELLO, 4);

    @Test
    void those_that_answered_are_greeted_once() throws Exception {
        script.answers(HEARD, HEARD, HEARD, HEARD);
        assertThat(greeting.say(SHORT)).isTrue();
        assertThat(greeting.say(SHORT)).isTrue();
        assertThat(script.heard()).hasSize(4);
    }

    @Test
    void each_partition_is_greeted_until_it_answers() throws Exception {
        script.answers(HEARD, Refusal.NOT_READY.because("Starting.")).answersNothing().fails();
        assertThat(greeting.say(SHORT)).isFalse();
        assertThat(greeting.silent()).isEqualTo(3);
        script.answers(HEARD, HEARD);
        assertThat(greeting.say(SHORT)).isFalse();
        script.answers(HEARD);
        assertThat(greeting.say(SHORT)).isTrue();
        assertThat(script.heard()).hasSize(4 + 3 + 1);
    }
}
