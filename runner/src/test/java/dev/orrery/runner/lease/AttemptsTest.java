package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runner.lease.Lease.Ending;
import dev.orrery.runner.work.Work;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Cancelled;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Crashed;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Reply DONE = new Reply.Accepted(Effect.CHANGED, new UUID(0, 0), 1, 0, 1);
    private static final Outcome COMPLETED = new Completed(null);

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final Script script = new Script();
    private final Leases leases = new Leases(Duration.ofSeconds(1), System::nanoTime);
    private final RunReady ready = LeasesTest.ready();
    private final Lease lease = leases.add(ready);

    @Test
    void a_run_starts_prints_and_finishes() throws Exception {
        script.answers(DONE);
        execute((_, progress, _) -> {
            progress.began();
            progress.printed(
                    1, List.of(new OutputLine(Instant.EPOCH, OutputLine.Stream.OUT, "hello")));
            return COMPLETED;
        });
        assertThat(script.heard())
                .containsExactly(
                        new StartRun(lease.run(), lease.fence()),
                        new FinishRun(lease.run(), lease.fence(), COMPLETED));
        assertThat(producer.history()).hasSize(1);
        var record = producer.history().getFirst();
        assertThat(record.key()).isEqualTo(lease.run().toString());
        assertThat(record.partition()).isEqualTo(lease.run().affinity().partition(8));
        var chunk = codecs.output().decode(record.value());
        assertThat(chunk.lines()).extracting(OutputLine::text).containsExactly("hello");
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void an_end_that_nobody_heard_is_said_again() throws Exception {
        script.fails().answers(Refusal.NOT_READY.because("Starting."), DONE);
        execute((_, _, _) -> COMPLETED);
        assertThat(script.heard()).hasSize(3);
        assertThat(script.heard().stream().distinct()).hasSize(1);
    }

    @Test
    void an_end_that_is_refused_is_not_said_again() throws Exception {
        script.answers(Refusal.STALE_FENCE.because("The lease is not held."));
        execute((_, _, _) -> COMPLETED);
        assertThat(script.heard()).hasSize(1);
    }

    @Test
    void of_a_lost_run_nothing_is_said() throws Exception {
        execute((_, _, steering) -> {
            lease.end(Ending.LOST, Duration.ZERO);
            assertThat(steering.isToEnd()).isTrue();
            return new Cancelled("Ended.");
        });
        assertThat(script.heard()).isEmpty();
    }

    @Test
    void a_mistake_of_ours_crashes_the_run() throws Exception {
        script.answers(DONE);
        execute((_, _, _) -> {
            throw new IllegalStateException("oops");
        });
        var finish = (FinishRun) script.heard().getFirst();
        assertThat(finish.outcome()).isInstanceOf(Crashed.class);
    }

    @Test
    void why_work_was_ended_decides_what_its_end_is_called() {
        var cancelled = new Cancelled("Ended.");
        assertThat(Attempts.reported(cancelled, Ending.CANCELLED)).isEqualTo(cancelled);
        assertThat(Attempts.reported(cancelled, Ending.STOPPED))
                .isEqualTo(new Crashed("The runner was stopped while the run was executing."));
        assertThat(Attempts.reported(COMPLETED, Ending.STOPPED)).isEqualTo(COMPLETED);
    }

    @Test
    void the_weightiest_reason_to_end_stays() {
        lease.end(Ending.CANCELLED, Duration.ZERO);
        lease.end(Ending.STOPPED, Duration.ZERO);
        assertThat(lease.ending().get()).isEqualTo(Ending.CANCELLED);
    }

    private void execute(Work work) throws InterruptedException {
        var outputs = new OutputLog(producer, codecs.output(), 8);
        new Attempts(work, script, leases, outputs).execute(lease, LeasingTest.leased(ready));
    }
}
