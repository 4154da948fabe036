package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.Heartbeat.RunnerGone;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to every partition, again and again, that this runner is there; and at last goodbye. */
final class Presence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

    /** The processor takes a runner for gone that it has not heard for 12 s. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private final RunnerPresent word;
    private final Producer<String, byte[]> producer;
    private final Codec<Heartbeat> codec;
    private final int partitions;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread loop = Thread.ofPlatform().daemon().name("presence").unstarted(this::beat);

    Presence(
            RunnerPresent word,
            Producer<String, byte[]> producer,
            Codec<Heartbeat> codec,
            int partitions) {
        this.word = word;
        this.producer = producer;
        this.codec = codec;
        this.partitions = partitions;
    }

    void start() {
        loop.start();
    }

    private void beat() {
        try {
            do {
                for (int partition = 0; partition < partitions; partition++) {
                    sayPresent(partition);
                }
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void sayPresent(int partition) {
        try {
            say(word, partition);
        } catch (KafkaException unsent) {
            // It is said again before it is missed.
            LOG.debug("A heartbeat could not be sent", unsent);
        }
    }

    private void sayGoodbye() {
        try {
            for (int partition = 0; partition < partitions; partition++) {
                say(new RunnerGone(word.runner()), partition);
            }
        } catch (KafkaException unsent) {
            // Who can't say it is missed before long; to try each partition would hold up the stop.
            LOG.debug("A goodbye could not be sent", unsent);
        }
    }

    private void say(Heartbeat said, int partition) {
        var key = word.runner().value();
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                Topics.HEARTBEATS, partition, key, codec.encode(said)));
    }

    /** Says goodbye and nothing more; also where it never began, since the greeting was heard. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        loop.interrupt();
        loop.join();
        sayGoodbye();
    }
}
