package dev.orrery.server.move;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** A topic whose records have, while this is open, the times that they are written with. */
final class WriterTimes implements AutoCloseable {

    private static final int ANSWER_SECONDS_MAX = 30;

    private final Map<String, Object> kafka;
    private final String topic;

    private WriterTimes(Map<String, Object> kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    static WriterTimes on(Map<String, Object> kafka, String topic) throws InterruptedException {
        var times = new WriterTimes(kafka, topic);
        // The clock that gave a record its time may have run ahead of this one.
        times.alter(
                List.of(
                        set(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
                        set(
                                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                                Long.toString(Long.MAX_VALUE))));
        return times;
    }

    @Override
    public void close() throws InterruptedException {
        alter(
                List.of(
                        set(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"),
                        new AlterConfigOp(
                                new ConfigEntry(
                                        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ""),
                                OpType.DELETE)));
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    private void alter(List<AlterConfigOp> changes) throws InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Collection<AlterConfigOp> all = new ArrayList<>(changes);
        try (var admin = Admin.create(kafka)) {
            admin.incrementalAlterConfigs(Map.of(resource, all))
                    .all()
                    .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException refused) {
            throw new KafkaException("the times of " + topic + " can't be set", refused);
        }
    }
}
