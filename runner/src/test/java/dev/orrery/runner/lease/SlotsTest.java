package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final Duration NO_TIME = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final String POOL = "default";
    private static final String OTHER = "gpu";

    private final Slots slots = new Slots(4);

    @Test
    void no_more_are_taken_than_there_are() throws Exception {
        assertThat(slots.take(POOL, 3, NO_TIME)).isTrue();
        assertThat(slots.take(POOL, 2, NO_TIME)).isFalse();
        assertThat(slots.take(POOL, 1, NO_TIME)).isTrue();
        slots.giveBack(2);
        assertThat(slots.take(POOL, 2, NO_TIME)).isTrue();
    }

    @Test
    void who_waits_for_many_does_not_stand_in_the_way_of_who_wants_one() throws Exception {
        slots.take(POOL, 2, NO_TIME);
        var many = new CompletableFuture<Boolean>();
        var waiting = Thread.ofVirtual().start(() -> many.complete(take(POOL, 4)));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(slots.take(POOL, 1, NO_TIME)).isTrue();
        slots.giveBack(3);
        assertThat(many).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void all_are_free_when_all_were_given_back() throws Exception {
        slots.take(POOL, 1, NO_TIME);
        assertThat(slots.awaitAllFree(Duration.ofMillis(1))).isFalse();
        slots.giveBack(1);
        assertThat(slots.awaitAllFree(NO_TIME)).isTrue();
        assertThatThrownBy(() -> slots.giveBack(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_batch_is_never_more_than_half_of_the_room() {
        assertThat(Intake.batches(1)).containsExactly(1);
        assertThat(Intake.batches(3)).containsExactly(1);
        assertThat(Intake.batches(4)).containsExactly(1, 2);
        assertThat(Intake.batches(1_000)).containsExactly(1, 50);
    }

    @Test
    void a_pool_that_waits_comes_before_another_that_gives_back_and_takes_again() throws Exception {
        slots.take(POOL, 4, NO_TIME);
        assertThat(slots.areWantedBeside(POOL, 4)).isFalse();
        var other = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> other.complete(take(OTHER, 3)));
        await().until(() -> slots.areWantedBeside(POOL, 4));
        assertThat(slots.areWantedBeside(POOL, 2)).isFalse();
        assertThat(slots.areWantedBeside(OTHER, 4)).isFalse();
        slots.giveBack(4);
        assertThat(slots.take(POOL, 4, Duration.ofMillis(50))).isFalse();
        assertThat(other).succeedsWithin(LONG).isEqualTo(true);
        assertThat(slots.take(POOL, 1, NO_TIME)).isTrue();
    }

    @Test
    void a_pool_that_wants_more_than_there_is_stands_in_nobodys_way() throws Exception {
        slots.take(POOL, 2, NO_TIME);
        Thread.ofVirtual().start(() -> take(OTHER, 3));
        await().until(() -> slots.areWantedBeside(POOL, 2));
        assertThat(slots.take(POOL, 2, NO_TIME)).isTrue();
    }

    private boolean take(String pool, int wanted) {
        try {
            return slots.take(pool, wanted, LONG);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
