package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.Timers.Announce;
import dev.orrery.commands.processor.Timers.CallNext;
import dev.orrery.commands.processor.Timers.CheckLate;
import dev.orrery.commands.processor.Timers.CheckQueueTimeout;
import dev.orrery.commands.processor.Timers.FireSchedule;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TimersTest {

    private static final RunId RUN = new RunId(new UUID(1, 2));
    private static final RunId OTHER = new RunId(new UUID(1, 3));

    private final Timers timers = new Timers();

    @Test
    void the_soonest_rings_first_and_of_two_at_once_the_first_that_was_set() {
        timers.set(20, new CallNext(DeploymentId.of("a", "b")));
        timers.set(10, new CheckQueueTimeout(RUN));
        timers.set(10, new CheckQueueTimeout(OTHER));

        assertThat(timers.nextDue()).isEqualTo(10);
        assertThat(timers.hasDue(9)).isFalse();
        assertThat(timers.next()).isEqualTo(new CheckQueueTimeout(RUN));
        assertThat(timers.next()).isEqualTo(new CheckQueueTimeout(OTHER));
        assertThat(timers.hasDue(19)).isFalse();
        assertThat(timers.next()).isEqualTo(new CallNext(DeploymentId.of("a", "b")));
        assertThat(timers.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_is_set_again_is_in_place_of_what_was_set_before() {
        var schedule = ScheduleId.of(DeploymentId.of("a", "b"), "nightly");
        timers.set(10, new FireSchedule(schedule));
        timers.set(30, new FireSchedule(schedule));
        timers.set(10, new Announce(RUN, 1, 0));
        timers.set(20, new Announce(RUN, 2, 1));

        assertThat(timers.size()).isEqualTo(2);
        assertThat(timers.next()).isEqualTo(new Announce(RUN, 2, 1));
        assertThat(timers.next()).isEqualTo(new FireSchedule(schedule));
    }

    @Test
    void with_its_run_all_that_was_set_for_it_goes() {
        timers.set(10, new Announce(RUN, 1, 0));
        timers.set(20, new CheckLate(RUN, 1));
        timers.set(86_400_000, new CheckQueueTimeout(RUN));
        timers.set(30, new Announce(OTHER, 1, 0));

        timers.drop(RUN);

        assertThat(timers.size()).isEqualTo(1);
        assertThat(timers.next()).isEqualTo(new Announce(OTHER, 1, 0));
    }
}
