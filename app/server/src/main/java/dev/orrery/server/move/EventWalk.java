package dev.orrery.server.move;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.replay.Check;
import dev.orrery.audit.replay.Link;
import dev.orrery.audit.replay.LoggedEvent;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.StartRefused;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Goes through the events of two logs side by side. The one must be whole, and the other a
 * beginning of it: then whatever it lacks can be added.
 */
final class EventWalk {

    private final Map<String, Object> from;
    private final Map<String, Object> to;
    private final EventFormat format;
    private final Progress progress;

    /**
     * @param from settings of clients of the log that is moved
     * @param to settings of clients of its copy
     */
    EventWalk(
            Map<String, Object> from,
            Map<String, Object> to,
            EventFormat format,
            Progress progress) {
        this.from = from;
        this.to = to;
        this.format = format;
        this.progress = progress;
    }

    /**
     * @param lacking is told each event that the copy lacks, in order
     * @return the number of the last event, 0 where there is none
     * @throws StartRefused when a log is not what it must be
     */
    long through(int partition, Consumer<ConsumerRecord<byte[], byte[]>> lacking) {
        var place = new TopicPartition(Topics.EVENTS, partition);
        try (var events = new Records(from, place);
                var copies = new Records(to, place)) {
            var last = Link.start(partition);
            for (var event = events.next(); event != null; event = events.next()) {
                last = follow(last, event);
                var copy = copies.next();
                if (copy == null) {
                    lacking.accept(event);
                } else if (!hasHash(copy, last)) {
                    throw another(last);
                }
                progress.tick();
            }
            if (copies.next() != null) {
                throw new StartRefused(
                        "That Kafka has more events on partition "
                                + partition
                                + " than the log that is moved: the log went on there after it was"
                                + " moved, or it is another one. Nothing of it was changed.");
            }
            return last.id().sequence();
        }
    }

    private Link follow(Link last, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw broken("the record at offset " + record.offset() + " has no key or no value");
        }
        try {
            var recorded =
                    format.read(record.partition(), record.key(), record.headers(), record.value());
            var logged =
                    new LogRecord(
                            record.partition(),
                            record.offset(),
                            record.timestamp(),
                            record.key(),
                            record.headers(),
                            record.value());
            var event = new LoggedEvent(logged, recorded, hash(record));
            for (var check : Check.ALL) {
                var difference = check.find(last, event);
                if (difference != null) {
                    throw broken(difference.sentence());
                }
            }
            return Link.after(event);
        } catch (UnreadableRecord unreadable) {
            throw broken(String.valueOf(unreadable.getMessage()));
        }
    }

    private boolean hasHash(ConsumerRecord<byte[], byte[]> copy, Link original) {
        return copy.key() != null && copy.value() != null && hash(copy).equals(original.hash());
    }

    private EventHash hash(ConsumerRecord<byte[], byte[]> record) {
        return format.hash(record.key(), record.timestamp(), record.headers(), record.value());
    }

    private static StartRefused broken(String sentence) {
        return new StartRefused(
                "The log that is to be moved is not whole: "
                        + sentence
                        + ". Put it back from a backup; orrery replay says more.");
    }

    private static StartRefused another(Link at) {
        return new StartRefused(
                "That Kafka has another event "
                        + at.id()
                        + " than the log that is to be moved: it holds another log. Choose a Kafka"
                        + " without topics of Orrery, or delete them there.");
    }
}
