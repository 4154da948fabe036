package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.Ticket;
import dev.orrery.commands.domain.run.TimeLimits;
import dev.orrery.commands.processor.Leases.Alarm;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeasesTest {

    private static final RunId RUN = new RunId(new UUID(1, 2));
    private static final Fence FENCE = new Fence(new UUID(3, 4));

    private final AtomicLong nanos = new AtomicLong();
    private final Leases leases = new Leases(1_000, 1, nanos::get);

    @Test
    void a_marker_with_no_renewal_before_it_means_that_the_lease_is_lost() {
        watch();
        leases.mark(RUN);
        assertThat(leases.isLost(RUN, FENCE, 1)).isTrue();
    }

    @Test
    void a_renewal_that_is_read_before_the_marker_saves_the_lease() {
        watch();
        leases.mark(RUN);
        assertThat(leases.renew(RUN, FENCE)).isEqualTo(new Alarm(RUN, 2, 1_000));
        assertThat(leases.isLost(RUN, FENCE, 1)).isFalse();
    }

    @Test
    void a_marker_of_an_earlier_life_of_the_processor_means_nothing() {
        watch();
        assertThat(leases.isLost(RUN, FENCE, 1)).isFalse();
    }

    @Test
    void another_fence_neither_renews_nor_loses_a_lease() {
        watch();
        leases.mark(RUN);
        var other = new Fence(new UUID(5, 6));
        assertThat(leases.renew(RUN, other)).isNull();
        assertThat(leases.isLost(RUN, other, 1)).isFalse();
        assertThat(leases.isLost(RUN, FENCE, 1)).isTrue();
    }

    /** It comes before renewals that are not read yet, where the reader is far behind. */
    @Test
    void a_marker_that_was_set_before_the_last_means_nothing() {
        watch();
        leases.mark(RUN);
        leases.renew(RUN, FENCE);
        leases.mark(RUN);
        assertThat(leases.isLost(RUN, FENCE, 1)).isFalse();
        assertThat(leases.isLost(RUN, FENCE, 2)).isTrue();
    }

    @Test
    void a_run_that_changes_while_its_marker_is_out_is_still_marked() {
        watch();
        leases.mark(RUN);
        leases.update(held());
        assertThat(leases.isLost(RUN, FENCE, 1)).isTrue();
    }

    @Test
    void only_another_life_of_the_same_runner_gives_up_its_leases() {
        watch();
        assertThat(leases.heldByAnotherLifeOf(RunnerId.of("laptop", 2))).hasSize(1);
        assertThat(leases.heldByAnotherLifeOf(RunnerId.of("laptop", 1))).isEmpty();
        assertThat(leases.heldByAnotherLifeOf(RunnerId.of("server", 2))).isEmpty();
    }

    @Test
    void a_lease_is_due_when_its_length_has_passed_since_the_runner_was_heard() {
        watch();
        nanos.set(400_000_001);
        assertThat(leases.renew(RUN, FENCE)).isNull();
        nanos.set(1_000_000_000);
        assertThat(leases.again(RUN)).isEqualTo(new Alarm(RUN, 2, 401));
        nanos.set(1_400_000_001);
        assertThat(leases.again(RUN)).isNull();
    }

    @Test
    void only_the_last_alarm_of_a_lease_counts() {
        watch();
        assertThat(leases.counts(RUN, 1)).isTrue();
        leases.watch(held());
        assertThat(leases.counts(RUN, 1)).isFalse();
        assertThat(leases.counts(RUN, 2)).isTrue();
        leases.mark(RUN);
        assertThat(leases.counts(RUN, 2)).isFalse();
    }

    private void watch() {
        assertThat(leases.watch(held())).isEqualTo(new Alarm(RUN, 1, 1_000));
    }

    private static Run.Held held() {
        var lease = new Run.Lease(1, RunnerId.of("laptop", 1), FENCE);
        var owner = DeploymentId.of("hello", "daily");
        var ticket =
                new Ticket(
                        RUN,
                        owner,
                        1,
                        1,
                        Instant.EPOCH,
                        0,
                        TimeLimits.NONE,
                        false,
                        false,
                        null,
                        List.of(),
                        0);
        return new Run.Running(ticket, lease, Instant.EPOCH);
    }
}
