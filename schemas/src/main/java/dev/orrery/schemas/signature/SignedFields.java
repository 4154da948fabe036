package dev.orrery.schemas.signature;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * All of a command's record that somebody could exchange to their profit, in an order that stays.
 * Each field has its length before it and an absent one the length -1, so that no two different
 * records have the same bytes.
 *
 * <p>Not among them is what decides nothing: source, content type, trace (which Kafka's
 * interceptors write anew), and the schema id, which another registry may have given. The
 * fingerprint of the schema stands in its place, and with it the type of the command: the bytes of
 * one would else be those of another.
 */
final class SignedFields {

    /** Of the order and the form of the fields; part of what is signed, and of its text. */
    static final byte VERSION = 1;

    /** What the key says here, so that it says nothing elsewhere. */
    private static final byte[] PURPOSE = "orrery.command".getBytes(StandardCharsets.UTF_8);

    private static final List<String> HEADERS =
            List.of(
                    HeaderNames.ID,
                    HeaderNames.ACTOR,
                    HeaderNames.EXPECTED_VERSION,
                    HeaderNames.DEADLINE,
                    HeaderNames.DRY_RUN,
                    HeaderNames.REPLY_TO,
                    HeaderNames.REASON);

    private static final int ABSENT = -1;

    private final List<ByteBuffer> parts = new ArrayList<>();

    /**
     * @param fingerprint of the schema that the value is written with
     * @param value in the Confluent wire format
     */
    SignedFields(Headers headers, byte @Nullable [] key, String fingerprint, byte[] value) {
        parts.add(ByteBuffer.wrap(new byte[] {VERSION}));
        add(ByteBuffer.wrap(PURPOSE));
        add(key == null ? null : ByteBuffer.wrap(key));
        for (var name : HEADERS) {
            var header = value(headers, name);
            add(header == null ? null : ByteBuffer.wrap(header));
        }
        add(ByteBuffer.wrap(fingerprint.getBytes(StandardCharsets.UTF_8)));
        int prefix = Codec.PREFIX_BYTES;
        add(ByteBuffer.wrap(value, prefix, value.length - prefix));
    }

    /** Of several headers with one name the last counts that has a value, as for who reads them. */
    static byte @Nullable [] value(Headers headers, String name) {
        byte[] last = null;
        for (var header : headers.headers(name)) {
            last = header.value() == null ? last : header.value();
        }
        return last;
    }

    private void add(@Nullable ByteBuffer field) {
        int length = field == null ? ABSENT : field.remaining();
        parts.add(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
        if (field != null) {
            parts.add(field);
        }
    }

    /** All bytes in order, however often they are asked for. */
    void each(Consumer<ByteBuffer> taker) {
        parts.forEach(part -> taker.accept(part.duplicate()));
    }
}
