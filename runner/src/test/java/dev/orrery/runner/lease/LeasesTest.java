package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final long SECOND = 1_000_000_000;
    private static final Duration LENGTH = Duration.ofSeconds(15);

    private final AtomicLong now = new AtomicLong();
    private final Leases leases = new Leases(Duration.ofSeconds(3), now::get);

    @Test
    void what_is_only_asked_for_is_known_and_neither_renewed_nor_lost() {
        var lease = leases.add(ready());
        now.set(100 * SECOND);
        assertThat(leases.due()).isEqualTo(nothing(Long.MAX_VALUE));
        assertThat(leases.find(lease.run(), lease.fence())).contains(lease);
        assertThat(leases.find(lease.run(), Fence.random())).isEmpty();
    }

    @Test
    void a_lease_is_renewed_when_it_is_due_and_once() {
        var lease = granted();
        assertThat(leases.due()).isEqualTo(nothing(5 * SECOND));
        now.set(5 * SECOND);
        assertThat(leases.due().renew()).containsExactly(lease);
        assertThat(leases.due()).isEqualTo(nothing(5 * SECOND));
    }

    @Test
    void a_lease_that_is_renewed_in_time_is_never_lost() {
        var lease = granted();
        for (int second = 5; second < 100; second += 5) {
            now.set(second * SECOND);
            assertThat(leases.due().renew()).containsExactly(lease);
            leases.renewed(lease, second * SECOND);
        }
    }

    @Test
    void a_lease_whose_renewals_do_not_arrive_is_lost_once() {
        var lease = granted();
        now.set(5 * SECOND);
        leases.due();
        now.set(12 * SECOND);
        var due = leases.due();
        assertThat(due.renew()).isEmpty();
        assertThat(due.lost()).containsExactly(new Leases.Lost(lease, Duration.ofMillis(1500)));
        assertThat(leases.due()).isEqualTo(nothing(Long.MAX_VALUE));
    }

    @Test
    void what_is_lost_is_not_found_again_by_a_late_acknowledgement() {
        var lease = granted();
        now.set(12 * SECOND);
        leases.due();
        leases.renewed(lease, 11 * SECOND);
        assertThat(leases.due()).isEqualTo(nothing(Long.MAX_VALUE));
    }

    @Test
    void what_has_ended_is_forgotten() {
        var lease = granted();
        leases.remove(lease);
        leases.renewed(lease, 0);
        now.set(5 * SECOND);
        assertThat(leases.due()).isEqualTo(nothing(Long.MAX_VALUE));
        assertThat(leases.find(lease.run(), lease.fence())).isEmpty();
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void two_attempts_at_one_run_are_kept_apart() {
        var ready = ready();
        var first = leases.add(ready);
        var second = leases.add(ready);
        leases.remove(first);
        assertThat(leases.find(second.run(), second.fence())).contains(second);
    }

    @Test
    void who_waits_hears_of_a_new_lease() throws Exception {
        var heard = new CompletableFuture<Leases.Due>();
        var waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                heard.complete(leases.awaitDue());
                            } catch (InterruptedException stopped) {
                                heard.completeExceptionally(stopped);
                            }
                        });
        var lease = leases.add(ready());
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        now.set(5 * SECOND);
        leases.granted(lease, LENGTH, 0);
        assertThat(heard).succeedsWithin(Duration.ofSeconds(5));
        assertThat(heard.join().renew()).containsExactly(lease);
        waiting.join();
    }

    private Lease granted() {
        var lease = leases.add(ready());
        leases.granted(lease, LENGTH, now.get());
        return lease;
    }

    private static Leases.Due nothing(long restNanos) {
        return new Leases.Due(List.of(), List.of(), restNanos);
    }

    static RunReady ready() {
        var deployment = DeploymentId.of("flow", "name");
        return new RunReady(
                RunId.requested(deployment, "ada", CommandId.random(), Instant.now()), deployment);
    }
}
