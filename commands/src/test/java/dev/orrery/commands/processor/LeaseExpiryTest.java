package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.leased;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.signal.Heartbeat.LeaseDue;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a lease is lost, and when it is not. */
final class LeaseExpiryTest {

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** The test driver hands the marker back at once, as nothing stands before it. */
    @Test
    void a_lease_that_is_not_renewed_expires_and_the_run_crashes() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.advance(Duration.ofSeconds(14));
        bench.beat(new LeaseRenewed(run, fence, Pace.GOES_ON));
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunLeased");

        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.sent(Topics.HEARTBEATS)).hasSize(1);
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunCrashed");
        assertThat(bench.sent(Topics.CONTROL)).hasSize(1);
        assertRefused(
                bench.report(new FinishRun(run, fence, new Outcome.Completed(null))),
                "STALE_FENCE");
    }

    /** As when a laptop was closed for a while: nobody had the time to renew anything. */
    @Test
    void a_wall_clock_that_jumps_crashes_nothing() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.jump(Duration.ofMinutes(10));
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunLeased");
        assertThat(bench.sent(Topics.HEARTBEATS)).isEmpty();

        bench.beat(new LeaseRenewed(run, fence, Pace.GOES_ON));
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunLeased");
        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunCrashed");
    }

    @Test
    void a_marker_that_nobody_set_expires_nothing() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.beat(new LeaseDue(run, fence, 0));
        assertThat(bench.eventNames()).doesNotContain("RunLeaseExpired");
    }
}
