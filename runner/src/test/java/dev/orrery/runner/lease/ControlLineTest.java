package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Control.PauseWork;
import dev.orrery.schemas.signal.Control.ResumeWork;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlLineTest {

    private static final RunnerId RUNNER = RunnerId.of("runner", 1);
    private static final int PARTITIONS = 8;

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private final TopicPartition line =
            new TopicPartition(Topics.CONTROL, ControlLine.partition(RUNNER, PARTITIONS));
    private final MockConsumer<String, byte[]> first = consumer();
    private final MockConsumer<String, byte[]> second = consumer();
    private final Queue<MockConsumer<String, byte[]>> consumers =
            new ArrayDeque<>(List.of(first, second));
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final Leases leases = new Leases(Duration.ofSeconds(1), System::nanoTime);
    private final Lease lease = leases.add(LeasesTest.ready());
    private final ControlLine control =
            new ControlLine(
                    consumers::remove,
                    codecs.control(),
                    new DeadLetters(() -> letters, codecs.deadLetters()),
                    RUNNER,
                    leases,
                    Duration.ZERO);

    @BeforeEach
    void start() {
        control.start(PARTITIONS);
    }

    @AfterEach
    void close() throws Exception {
        control.close();
    }

    @Test
    void a_run_of_this_runner_is_cancelled() {
        say(first, 0, codecs.control().encode(cancel()));
        await().until(() -> lease.ending().get() == Lease.Ending.CANCELLED);
    }

    @Test
    void a_run_of_this_runner_is_paused_and_resumed() {
        assertThat(lease.pace()).isEqualTo(Pace.GOES_ON);
        say(first, 0, codecs.control().encode(new PauseWork(lease.run(), lease.fence())));
        await().until(() -> lease.pace() == Pace.STANDS_STILL);
        say(first, 1, codecs.control().encode(new ResumeWork(lease.run(), other())));
        say(first, 2, codecs.control().encode(new PauseWork(lease.run(), lease.fence())));
        await().until(() -> first.position(line) == 3);
        assertThat(lease.pace()).isEqualTo(Pace.STANDS_STILL);
        say(first, 3, codecs.control().encode(new ResumeWork(lease.run(), lease.fence())));
        await().until(() -> lease.pace() == Pace.GOES_ON);
    }

    @Test
    void a_line_that_breaks_is_taken_up_where_it_broke() {
        say(first, 0, codecs.control().encode(new Control.CancelWork(lease.run(), other())));
        await().until(() -> first.position(line) == 1);
        first.schedulePollTask(() -> first.setPollException(new KafkaException("broken")));
        await().until(consumers::isEmpty);
        await().until(() -> second.assignment().contains(line) && second.position(line) == 1);
        say(second, 1, codecs.control().encode(cancel()));
        await().until(() -> lease.ending().get() == Lease.Ending.CANCELLED);
        assertThat(first.closed()).isTrue();
        assertThat(control.isHearing()).isTrue();
    }

    @Test
    void what_can_not_be_read_is_kept_and_the_next_is_heard() {
        say(first, 0, "junk".getBytes(StandardCharsets.UTF_8));
        say(first, 1, codecs.control().encode(cancel()));
        await().until(() -> lease.ending().get() == Lease.Ending.CANCELLED);
        assertThat(letters.history()).hasSize(1);
        var record = letters.history().getFirst();
        assertThat(record.topic()).isEqualTo(Topics.DEAD_LETTERS);
        assertThat(codecs.deadLetters().decode(record.value()).topic()).isEqualTo(Topics.CONTROL);
    }

    private Control cancel() {
        return new Control.CancelWork(lease.run(), lease.fence());
    }

    private static Fence other() {
        return Fence.random();
    }

    private void say(MockConsumer<String, byte[]> consumer, long offset, byte[] value) {
        var record =
                new ConsumerRecord<>(line.topic(), line.partition(), offset, RUNNER.value(), value);
        consumer.schedulePollTask(() -> consumer.addRecord(record));
    }

    private MockConsumer<String, byte[]> consumer() {
        var consumer = new MockConsumer<String, byte[]>("latest");
        consumer.updateEndOffsets(Map.of(line, 0L));
        consumer.updateBeginningOffsets(Map.of(line, 0L));
        return consumer;
    }
}
