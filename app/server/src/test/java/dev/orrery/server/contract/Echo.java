package dev.orrery.server.contract;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.ReplyFormat;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** In place of the processor: answers whatever it is asked with what it was asked about. */
final class Echo implements AutoCloseable {

    /** A command with this reason is never answered. */
    static final String SILENCE = "silence";

    private final Codecs codecs;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "echo");
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    record Asked(String topic, int partition, String key, CommandHeader header) {}

    Echo(Map<String, Object> clients, int partitions, Codecs codecs) {
        this.codecs = codecs;
        var bytes = new ByteArrayDeserializer();
        consumer = new KafkaConsumer<>(clients, bytes, bytes);
        var inputs = new ArrayList<TopicPartition>();
        IntStream.range(0, partitions)
                .forEach(partition -> {
                    inputs.add(new TopicPartition(Topics.COMMANDS, partition));
                    inputs.add(new TopicPartition(Topics.REPORTS, partition));
                });
        consumer.assign(inputs);
        consumer.seekToEnd(inputs);
        inputs.forEach(consumer::position);
        var settings = new HashMap<>(clients);
        settings.put("transactional.id", "echo");
        settings.put("linger.ms", 0);
        var out = new ByteArraySerializer();
        producer = new KafkaProducer<>(settings, out, out);
        producer.initTransactions();
        thread.start();
    }

    Queue<Asked> asked() {
        return asked;
    }

    private void run() {
        while (!closing) {
            var records = consumer.poll(Duration.ofMillis(50));
            if (!records.isEmpty()) {
                producer.beginTransaction();
                records.forEach(this::answer);
                producer.commitTransaction();
            }
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> message) {
        var header = new CommandFormat().read(message.headers(), new CommandId("none"));
        var key = new String(message.key(), StandardCharsets.UTF_8);
        asked.add(new Asked(message.topic(), message.partition(), key, header));
        var to = header.replyTo();
        if (to == null || SILENCE.equals(header.reason())) {
            return;
        }
        var reply = new Reply.Accepted(Effect.CREATED, subject(message), 1, message.partition(), 1);
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                Topics.REPLIES,
                                to.partition(),
                                null,
                                header.id().value().getBytes(StandardCharsets.UTF_8),
                                codecs.replies().encode(reply),
                                new ReplyFormat()
                                        .write(to, header.id(), codecs.replies().name(reply))));
    }

    private UUID subject(ConsumerRecord<byte[], byte[]> message) {
        if (message.topic().equals(Topics.COMMANDS)) {
            return codecs.commands().decode(message.value()).target().value();
        }
        return codecs.reports().decode(message.value()) instanceof Report.OfRun report
                ? report.run().value()
                : new UUID(0, 0);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
        consumer.close();
        producer.close();
    }
}
