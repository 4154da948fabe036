package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.signal.RunReady;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TakerTest {

    private static final String TOPIC = Topics.dispatch("default");

    private final Codecs codecs = Codecs.start(SchemaIds.register(new SilentRegistry()));
    private final Consumer consumer = new Consumer();
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final Slots slots = new Slots(1);
    private final List<RunReady> taken = new CopyOnWriteArrayList<>();
    private final Taker taker =
            new Taker(
                    () -> consumer,
                    codecs.ready(),
                    new DeadLetters(() -> letters, codecs.deadLetters()),
                    slots,
                    new Taker.Claim("default", 1),
                    this::lease);
    private final Thread thread = Thread.ofPlatform().unstarted(taker);

    @AfterEach
    void stop() throws Exception {
        taker.stop();
        thread.join();
    }

    @Test
    void a_wake_up_is_taken_and_acknowledged() {
        var ready = LeasesTest.ready();
        announce(codecs.ready().encode(ready));
        await().until(() -> consumer.answers.contains(AcknowledgeType.ACCEPT));
        assertThat(taken).containsExactly(ready);
    }

    @Test
    void it_is_taking_from_its_start_to_its_end() throws Exception {
        assertThat(taker.isTaking()).isFalse();
        thread.start();
        await().until(taker::isTaking);
        taker.stop();
        thread.join();
        assertThat(taker.isTaking()).isFalse();
    }

    @Test
    void one_that_can_not_be_read_is_kept_before_it_is_rejected() {
        announce("junk".getBytes(StandardCharsets.UTF_8));
        await().until(() -> consumer.answers.contains(AcknowledgeType.REJECT));
        assertThat(letters.history()).hasSize(1);
        var letter = codecs.deadLetters().decode(letters.history().getFirst().value());
        assertThat(letter.topic()).isEqualTo(TOPIC);
        assertThat(letter.offset()).isEqualTo(7);
    }

    @Test
    void one_that_can_not_be_read_yet_is_released_after_a_pause() {
        long began = System.nanoTime();
        announce(new byte[] {0, 0, 0, 99, 99, 1});
        await().until(() -> consumer.committed > 0);
        assertThat(consumer.answers).containsExactly(AcknowledgeType.RELEASE);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(letters.history()).isEmpty();
    }

    @Test
    void an_idle_pool_lends_its_slots_to_one_that_waits() throws Exception {
        thread.start();
        await().until(() -> !slots.take("other", 1, Duration.ZERO) || giveBack());
        assertThat(slots.take("other", 1, Duration.ofSeconds(10))).isTrue();
    }

    private boolean giveBack() {
        slots.giveBack(1);
        return false;
    }

    private void announce(byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 7, new byte[0], value));
        thread.start();
    }

    private CompletableFuture<AcknowledgeType> lease(RunReady ready) {
        taken.add(ready);
        slots.giveBack(1);
        return CompletableFuture.completedFuture(AcknowledgeType.ACCEPT);
    }

    /** Notes what it is told. */
    private static final class Consumer extends MockShareConsumer<byte[], byte[]> {

        private final List<AcknowledgeType> answers = new CopyOnWriteArrayList<>();
        private volatile int committed;

        private Consumer() {
            subscribe(List.of(TOPIC));
        }

        @Override
        public synchronized void acknowledge(
                ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
            answers.add(type);
        }

        @Override
        public synchronized void commitAsync() {
            committed = answers.size();
        }
    }

    /** Registers what is ours, and does not answer about anything else. */
    private static final class SilentRegistry implements Registrar {

        private int last;

        @Override
        public int register(String subject, Schema schema) {
            return ++last;
        }

        @Override
        public Optional<Schema> schema(int id) {
            throw new IllegalStateException("away");
        }
    }
}
