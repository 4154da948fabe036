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

    private final Slots slots = new Slots(4);

    @Test
    void no_more_are_taken_than_there_are() throws Exception {
        assertThat(slots.take(3, NO_TIME)).isTrue();
        assertThat(slots.take(2, NO_TIME)).isFalse();
        assertThat(slots.take(1, NO_TIME)).isTrue();
        slots.giveBack(2);
        assertThat(slots.take(2, NO_TIME)).isTrue();
    }

    @Test
    void who_waits_for_many_does_not_stand_in_the_way_of_who_wants_one() throws Exception {
        slots.take(2, NO_TIME);
        var many = new CompletableFuture<Boolean>();
        var waiting = Thread.ofVirtual().start(() -> many.complete(take(4)));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(slots.take(1, NO_TIME)).isTrue();
        slots.giveBack(3);
        assertThat(many).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void all_are_free_when_all_were_given_back() throws Exception {
        slots.take(1, NO_TIME);
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

    private boolean take(int wanted) {
        try {
            return slots.take(wanted, LONG);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
