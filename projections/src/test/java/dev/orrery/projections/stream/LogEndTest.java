package dev.orrery.projections.stream;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.Story;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogEndTest {

    private static final EventFormat FORMAT =
            new EventFormat(Codecs.start(SchemaIds.local()).events());
    private static final TopicPartition LOG = new TopicPartition(Topics.EVENTS, 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final LogEnd end =
            new LogEnd(new LastRecords(consumer, Duration.ofMillis(300)), FORMAT);

    @Test
    void an_empty_log_ends_at_nothing() {
        log(0);

        assertThat(end.sequences(1)).containsExactly(Map.entry(0, 0L));
    }

    @Test
    void the_last_event_may_be_some_way_before_the_end() {
        log(100);
        consumer.schedulePollTask(() -> {});
        var story = new Story(0);
        story.then(DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        story.then(DAILY, new DeploymentPaused(DAILY));
        consumer.schedulePollTask(() -> consumer.seek(LOG, 100));
        consumer.schedulePollTask(() -> {
            add(0, story, 0);
            add(1, story, 1);
        });
        consumer.schedulePollTask(() -> consumer.seek(LOG, 100));

        assertThat(end.sequences(1)).containsExactly(Map.entry(0, 2L));
    }

    @Test
    void an_event_that_nobody_can_read_is_named() {
        log(1);
        consumer.schedulePollTask(() -> consumer.addRecord(record(0, null, new byte[] {9})));

        assertThatThrownBy(() -> end.sequences(1))
                .isInstanceOf(ViewsStopped.class)
                .hasMessage("orrery.events-0 at offset 0: An event has a key and a value");
    }

    @Test
    void a_kafka_that_gives_nothing_is_not_waited_for_for_ever() {
        log(1);

        assertThatThrownBy(() -> end.sequences(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[orrery.events-0]");
    }

    private void log(long offsets) {
        consumer.updateBeginningOffsets(Map.of(LOG, 0L));
        consumer.updateEndOffsets(Map.of(LOG, offsets));
    }

    private void add(long offset, Story story, int index) {
        var written = Story.write(story.events().get(index));
        consumer.addRecord(
                new ConsumerRecord<>(
                        Topics.EVENTS,
                        0,
                        offset,
                        written.timestamp(),
                        TimestampType.CREATE_TIME,
                        written.key().length,
                        written.value().length,
                        written.key(),
                        written.value(),
                        written.headers(),
                        Optional.empty()));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            long offset, byte @Nullable [] key, byte[] value) {
        return new ConsumerRecord<>(
                Topics.EVENTS,
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
