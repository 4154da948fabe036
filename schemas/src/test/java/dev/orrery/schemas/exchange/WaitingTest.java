package dev.orrery.schemas.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.id.CommandId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final CommandId COMMAND = new CommandId("key");
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void two_callers_with_one_command_id_wait_for_an_answer_each() {
        var waiting = new Waiting(2, LONG);

        var first = waiting.enter(COMMAND);
        var second = waiting.enter(COMMAND);

        assertThat(first.ticket()).isNotEqualTo(second.ticket());
        assertThat(waiting.leave(first.ticket())).isEqualTo(first);
        assertThat(waiting.leave(second.ticket())).isEqualTo(second);
    }

    @Test
    void an_answer_that_comes_twice_is_nobodys() {
        var waiting = new Waiting(1, LONG);
        var caller = waiting.enter(COMMAND);

        waiting.leave(caller.ticket());

        assertThat(waiting.leave(caller.ticket())).isNull();
        assertThat(waiting.enter(COMMAND).ticket()).isNotEqualTo(caller.ticket());
        assertThatThrownBy(() -> waiting.enter(COMMAND)).isInstanceOf(TooManyInFlight.class);
    }

    @Test
    void too_many_are_turned_away_until_one_leaves() {
        var waiting = new Waiting(1, LONG);
        var caller = waiting.enter(COMMAND);

        assertThatThrownBy(() -> waiting.enter(COMMAND))
                .isInstanceOf(TooManyInFlight.class)
                .hasMessage("1 commands are in flight already");

        waiting.fail(caller.ticket(), new IllegalStateException("x"));
        assertThat(waiting.enter(COMMAND)).isNotNull();
    }

    @Test
    void a_caller_whose_time_is_up_is_told_which_command_it_was() {
        var waiting = new Waiting(1, Duration.ofMillis(1));
        var answer = waiting.enter(COMMAND).answer();

        await().until(() -> {
            waiting.expire();
            return answer.isDone();
        });

        assertThat(answer.exceptionNow())
                .isInstanceOfSatisfying(
                        TimedOut.class, late -> assertThat(late.command()).isEqualTo(COMMAND))
                .hasMessage("No answer came in time");
        assertThat(waiting.enter(COMMAND)).isNotNull();
    }

    @Test
    void a_close_tells_those_who_are_left() {
        var waiting = new Waiting(1, LONG);
        var caller = waiting.enter(COMMAND);

        waiting.drain(Duration.ofMillis(1));
        waiting.failAll("closed", null);

        assertThat(caller.answer().exceptionNow()).hasMessage("closed");
    }
}
