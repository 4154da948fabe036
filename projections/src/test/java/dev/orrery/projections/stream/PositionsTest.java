package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.id.Position;
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
    void only_open_partitions_must_be_at_the_end_of_the_log() {
        positions.opened(0, 5);
        positions.opened(1, 0);

        assertThat(positions.openHave(Map.of(0, 5L, 1, 0L, 2, 9L))).isTrue();
        assertThat(positions.openHave(Map.of(0, 6L))).isFalse();
    }
}
