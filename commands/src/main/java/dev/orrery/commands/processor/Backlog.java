package dev.orrery.commands.processor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How many records the stream thread has polled and not taken yet. After the last one a commit is
 * due at once, for callers wait for it; before, each commit would take the time of hundreds of
 * decisions. Kafka Streams tells a processor nothing of what is to come, so its consumer's
 * interceptor counts. Confined to the one stream thread.
 */
public final class Backlog {

    private static final String CONFIG = "orrery.backlog";

    private int records;

    /** What makes the consumer of a Streams application count here. */
    public Map<String, Object> settings() {
        var all = new HashMap<String, Object>();
        all.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                List.of(Counter.class));
        all.put(StreamsConfig.mainConsumerPrefix(CONFIG), this);
        return all;
    }

    void polled(int more) {
        records += more;
    }

    /**
     * A record was taken.
     *
     * @return whether it was the last one
     */
    public boolean taken() {
        records = Math.max(0, records - 1);
        return records == 0;
    }

    /** Records may have gone with a task. Counting too few costs a commit, too many a wait. */
    public void forget() {
        records = 0;
    }

    /** Made by Kafka, which configures it with the settings above. */
    public static final class Counter implements ConsumerInterceptor<byte[], byte[]> {

        private Backlog backlog = new Backlog();

        @Override
        public void configure(Map<String, ?> settings) {
            if (settings.get(CONFIG) instanceof Backlog counted) {
                backlog = counted;
            }
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
            backlog.polled(polled.count());
            return polled;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }
}
