package dev.orrery.schemas.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No reply that anybody can cause to be sent ends the reading of the others. */
class InboxTest {

    private static final TopicPartition PLACE = new TopicPartition(Topics.REPLIES, 3);

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final Waiting waiting = new Waiting(Duration.ofHours(1));
    private final Inbox inbox = open();
    private final Thread reading = Thread.ofVirtual().start(inbox);
    private long offset;

    private Inbox open() {
        consumer.updateEndOffsets(Map.of(PLACE, 0L));
        return new Inbox(new ReplyTo("me", 3), consumer, codecs.replies(), waiting);
    }

    @AfterEach
    void stop() throws InterruptedException {
        inbox.close(reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"me.x@3", "me.@3", "me.99999999999999999999@3", "me.-1@3", "me@3", "me", ""})
    void an_address_that_was_never_given_out_is_passed_over(String address) {
        var caller = waiting.enter(new CommandId("key"), new InFlight(1));

        reply(address);
        reply(inbox.address(caller).toString());

        await().until(() -> caller.answer().isDone());
        assertThat(caller.answer()).isCompleted();
        assertThat(inbox.fault()).isNotDone();
    }

    @Test
    void a_fault_of_kafka_is_told_to_those_who_wait_and_to_the_process() {
        var caller = waiting.enter(new CommandId("key"), new InFlight(1));
        var broken = new KafkaException("no more");

        consumer.schedulePollTask(() -> consumer.setPollException(broken));

        await().until(() -> caller.answer().isDone());
        assertThat(caller.answer().exceptionNow()).isInstanceOf(TimedOut.class).hasCause(broken);
        assertThat(inbox.fault()).isCompletedWithValue(broken);
    }

    @Test
    void an_answer_to_another_command_is_not_that_of_who_waits() {
        var caller = waiting.enter(new CommandId("key"), new InFlight(1));
        var address = inbox.address(caller).toString();

        reply(address, "other", Refusal.SIGNATURE_INVALID);
        reply(address, "key", Refusal.NOT_FOUND);

        await().until(() -> caller.answer().isDone());
        assertThat(caller.answer().join()).isEqualTo(Refusal.NOT_FOUND.because("x"));
    }

    private void reply(String address) {
        reply(address, "key", Refusal.NOT_FOUND);
    }

    private void reply(String address, String command, Refusal refusal) {
        var value = codecs.replies().encode(refusal.because("x"));
        var record = new ConsumerRecord<byte[], byte[]>(Topics.REPLIES, 3, offset++, null, value);
        record.headers().add(HeaderNames.COMMAND_ID, command.getBytes(StandardCharsets.UTF_8));
        record.headers().add(HeaderNames.REPLY_TO, address.getBytes(StandardCharsets.UTF_8));
        consumer.schedulePollTask(() -> consumer.addRecord(record));
    }
}
