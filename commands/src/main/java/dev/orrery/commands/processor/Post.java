package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.ReplyFormat;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Sends answers, and keeps what was refused or could not be read. */
final class Post {

    private static final ReplyFormat FORMAT = new ReplyFormat();

    private static final int REFUSED_COMMAND_CHARACTERS_MAX = 4_096;

    private final int partition;
    private final Codecs codecs;
    private final Outlet outlet;

    Post(int partition, Codecs codecs, Outlet outlet) {
        this.partition = partition;
        this.codecs = codecs;
        this.outlet = outlet;
    }

    void reply(CommandHeader header, Reply reply, long now) {
        var to = header.replyTo();
        if (to == null) {
            return;
        }
        var id = header.id().value().getBytes(StandardCharsets.UTF_8);
        var headers = FORMAT.write(to, header.id(), codecs.replies().name(reply));
        outlet.send(
                Topics.REPLIES, to.partition(), id, codecs.replies().encode(reply), headers, now);
    }

    void refused(
            String root,
            CommandHeader header,
            String type,
            String command,
            Reply.Rejected refusal,
            Instant now) {
        var shown = beginning(command, REFUSED_COMMAND_CHARACTERS_MAX);
        var refused =
                new Refused(
                        now,
                        header.actor(),
                        header.id().value(),
                        type,
                        shown,
                        refusal.code(),
                        refusal.message(),
                        refusal.field());
        outlet.send(
                Topics.REJECTIONS,
                partition,
                root.getBytes(StandardCharsets.UTF_8),
                codecs.refusals().encode(refused),
                new RecordHeaders(),
                now.toEpochMilli());
    }

    /**
     * Keeps what could not be read. A compressed record can be any size when it is unpacked: of one
     * that is too large for a letter the beginning is kept.
     */
    void deadLetter(Inbound record, String reason, long now) {
        var letter =
                new DeadLetter(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        reason,
                        wrapped(record.key()),
                        wrapped(record.value()));
        outlet.send(
                Topics.DEAD_LETTERS,
                0,
                (record.topic() + ":" + record.partition() + ":" + record.offset())
                        .getBytes(StandardCharsets.UTF_8),
                codecs.deadLetters().encode(letter),
                new RecordHeaders(),
                now);
    }

    private static String beginning(String text, int charactersMax) {
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
