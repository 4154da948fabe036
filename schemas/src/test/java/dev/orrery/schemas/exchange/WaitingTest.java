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

    private final InFlight room = new InFlight(1);

    @Test
    void two_callers_with_one_command_id_wait_for_an_answer_each() {
        var waiting = new Waiting(LONG);
        var two = new InFlight(2);

        var first = waiting.enter(COMMAND, two);
        var second = waiting.enter(COMMAND, two);

        assertThat(first.ticket()).isNotEqualTo(second.ticket());
        assertThat(waiting.leave(first.ticket())).isEqualTo(first);
        assertThat(waiting.leave(second.ticket())).isEqualTo(second);
    }

    @Test
    void an_answer_that_comes_twice_is_nobodys() {
        var waiting = new Waiting(LONG);
        var caller = waiting.enter(COMMAND, room);

        waiting.leave(caller.ticket());

        assertThat(waiting.leave(caller.ticket())).isNull();
        assertThat(waiting.enter(COMMAND, room).ticket()).isNotEqualTo(caller.ticket());
        assertThatThrownBy(() -> waiting.enter(COMMAND, room)).isInstanceOf(TooManyInFlight.class);
    }

    @Test
    void too_many_are_turned_away_until_one_leaves() {
        var waiting = new Waiting(LONG);
        var caller = waiting.enter(COMMAND, room);

        assertThatThrownBy(() -> waiting.enter(COMMAND, room))
                .isInstanceOf(TooManyInFlight.class)
                .hasMessage("1 commands are in flight already");

        waiting.fail(caller.ticket(), new IllegalStateException("x"));
        assertThat(waiting.enter(COMMAND, room)).isNotNull();
    }

    @Test
    void a_crowd_of_commands_turns_no_report_away() {
        var waiting = new Waiting(LONG);
        waiting.enter(COMMAND, room);

        assertThatThrownBy(() -> waiting.enter(COMMAND, room)).isInstanceOf(TooManyInFlight.class);

        assertThat(waiting.enter(COMMAND, new InFlight(1))).isNotNull();
    }

    @Test
    void a_caller_whose_time_is_up_is_told_which_command_it_was() {
        var waiting = new Waiting(Duration.ofMillis(1));
        var answer = waiting.enter(COMMAND, room).answer();

        await().until(() -> {
            waiting.expire();
            return answer.isDone();
        });

        assertThat(answer.exceptionNow())
                .isInstanceOfSatisfying(
                        TimedOut.class, late -> assertThat(late.command()).isEqualTo(COMMAND))
                .hasMessage("No answer came in time");
        assertThat(waiting.enter(COMMAND, room)).isNotNull();
    }

    @Test
    void a_close_tells_those_who_are_left() {
        var waiting = new Waiting(LONG);
        var caller = waiting.enter(COMMAND, room);

        waiting.drain(Duration.ofMillis(1));
        waiting.failAll("closed", null);

        assertThat(caller.answer().exceptionNow()).hasMessage("closed");
    }
}
