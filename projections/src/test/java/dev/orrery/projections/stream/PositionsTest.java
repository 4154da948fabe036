package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PositionsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Positions positions = new Positions(4);

    @Test
    void whoever_waits_is_told_when_every_partition_is_there() throws Exception {
        positions.opened(0, 5);
        positions.opened(1, 0);
        var wait = positions.reached(Position.parse("0:6,1:2"), LONG);

        positions.folded(0, 6);
        positions.folded(1, 1);
        assertThat(wait).isNotDone();
        positions.folded(1, 2);

        wait.get(20, TimeUnit.SECONDS);
        assertThat(positions.now()).isEqualTo(Position.parse("0:6,1:2"));
    }

    @Test
    void whoever_waits_does_not_go_on_working_on_the_thread_that_folds() throws Exception {
        positions.opened(0, 0);
        var wait =
                positions.reached(Position.of(0, 1), LONG).thenApply(_ -> Thread.currentThread());

        positions.folded(0, 1);

        assertThat(wait.get(20, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void what_is_there_already_is_not_waited_for() {
        positions.opened(0, 5);

        assertThat(positions.reached(Position.of(0, 5), LONG)).isDone();
    }

    @Test
    void patience_ends() {
        positions.opened(0, 5);
        var wait = positions.reached(Position.of(0, 6), Duration.ofMillis(1));

        assertThatThrownBy(() -> wait.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void a_partition_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> positions.reached(Position.of(4, 1), LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_partition_that_went_away_is_waited_for() throws Exception {
        positions.opened(0, 5);
        positions.closed(0);
        assertThat(positions.now()).isEqualTo(Position.START);
        var wait = positions.reached(Position.of(0, 5), LONG);
        assertThat(wait).isNotDone();

        positions.opened(0, 5);
        wait.get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_partition_may_be_read_when_it_has_what_the_log_had_at_the_start() {
        positions.mustHave(Map.of(0, 6L, 1, 0L, 2, 9L));
        positions.opened(0, 5);
        positions.opened(1, 0);

        assertThat(positions.isWhole(0)).isFalse();
        assertThat(positions.isWhole(1)).isTrue();
        assertThat(positions.isWhole(2)).isFalse();
        assertThat(positions.openAreWhole()).isFalse();
        positions.folded(0, 6);
        assertThat(positions.isWhole(0)).isTrue();
        assertThat(positions.openAreWhole()).isTrue();
        positions.closed(0);
        assertThat(positions.isWhole(0)).isFalse();
    }

    @Test
    void a_partition_that_went_and_came_back_is_of_another_life() {
        assertThatThrownBy(() -> positions.standing(0)).isInstanceOf(Elsewhere.class);
        positions.opened(0, 5);
        var before = positions.standing(0);
        positions.folded(0, 6);
        assertThat(positions.standing(0).life()).isEqualTo(before.life());
        assertThat(positions.standing(0).sequence()).isEqualTo(6);

        positions.closed(0);
        assertThatThrownBy(() -> positions.standing(0)).isInstanceOf(Elsewhere.class);
        positions.opened(0, 6);
        assertThat(positions.standing(0).life()).isNotEqualTo(before.life());
        assertThat(positions.whole()).containsExactly(0);

        positions.mustHave(Map.of(0, 7L));
        assertThatThrownBy(() -> positions.standing(0)).isInstanceOf(Elsewhere.class);
        assertThat(positions.whole()).isEmpty();
    }

    @Test
    void whoever_waited_in_vain_is_told_elsewhere_too() throws Exception {
        positions.opened(0, 5);

        // Long enough for this thread to be gone on by then: what is done already is told at once.
        var told =
                positions
                        .reached(Position.of(0, 6), Duration.ofSeconds(1))
                        .handle((_, late) -> late == null ? null : Thread.currentThread());

        assertThat(told.get(20, TimeUnit.SECONDS)).isNotNull().returns(true, Thread::isVirtual);
    }

    @Test
    void only_so_many_wait_at_once() throws Exception {
        var few = new Positions(2, 2);
        var first = few.reached(Position.parse("0:1,1:1"), LONG);
        var second = few.reached(Position.of(1, 1), LONG);

        assertThatThrownBy(() -> few.reached(Position.of(0, 1), LONG))
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem ->
                                assertThat(problem.refusal()).isEqualTo(Refusal.TOO_MANY_REQUESTS));

        few.folded(1, 1);
        second.get(20, TimeUnit.SECONDS);
        var third = few.reached(Position.of(0, 1), LONG);
        few.folded(0, 1);
        first.get(20, TimeUnit.SECONDS);
        third.get(20, TimeUnit.SECONDS);
    }
}
