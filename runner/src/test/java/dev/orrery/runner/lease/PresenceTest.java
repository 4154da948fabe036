package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.Heartbeat.RunnerGone;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import dev.orrery.schemas.topic.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final int PARTITIONS = 3;
    private static final RunnerId RUNNER = RunnerId.of("anvil", 1);
    private static final RunnerPresent HERE =
            new RunnerPresent(RUNNER, "anvil", List.of("default"));

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final Presence presence = new Presence(HERE, producer, codecs.heartbeats(), PARTITIONS);

    @Test
    void each_partition_hears_that_it_is_there_and_then_that_it_is_gone() throws Exception {
        presence.start();
        await().until(() -> producer.history().size() == PARTITIONS);
        presence.close();

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(heard(partition)).containsExactly(HERE, new RunnerGone(RUNNER));
        }
    }

    @Test
    void one_that_never_began_says_goodbye_for_its_greeting() throws Exception {
        presence.close();
        assertThat(heard(0)).containsExactly(new RunnerGone(RUNNER));
    }

    @Test
    void nobody_to_say_it_to_holds_up_no_stop() throws Exception {
        producer.sendException = new KafkaException("away");
        presence.close();
        assertThat(producer.history()).isEmpty();
    }

    private List<Heartbeat> heard(int partition) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(Topics.HEARTBEATS))
                .filter(record -> record.partition() == partition)
                .map(record -> codecs.heartbeats().decode(record.value()))
                .toList();
    }
}
