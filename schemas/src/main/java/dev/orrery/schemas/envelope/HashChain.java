package dev.orrery.schemas.envelope;

import dev.orrery.schemas.avro.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The hash of an event: SHA-256 over its key, its timestamp, its attributes and its body. Anybody
 * can compute it, with these rules:
 *
 * <ul>
 *   <li>the key's length in four bytes, big end first, and the key;
 *   <li>the timestamp, milliseconds in eight bytes;
 *   <li>how many headers follow, in four bytes: those whose name begins with {@code ce_}, and
 *       {@code content-type}, by name; each as the length and bytes of its name, and of its value;
 *   <li>the length of the value without its first five bytes, and these bytes.
 * </ul>
 *
 * <p>The five bytes are left out because they hold a schema id: a copy of the log beside another
 * registry has other ids and is the same log. The fingerprint of the schema is among the headers.
 */
final class HashChain {

    private static final byte[] EMPTY = {};

    private HashChain() {}

    static EventHash hash(byte[] key, long timestamp, Headers headers, byte[] value) {
        var covered = covered(headers);
        int bodyAt = Math.min(Codec.PREFIX_BYTES, value.length);
        int bodyBytes = value.length - bodyAt;
        var sha256 = sha256();
        sha256.update(head(key, timestamp, covered, bodyBytes));
        sha256.update(value, bodyAt, bodyBytes);
        return EventHash.of(sha256.digest());
    }

    /** All that stands before the body, in one piece: many small updates cost more than hashing. */
    private static ByteBuffer head(
            byte[] key, long timestamp, List<NamedBytes> headers, int bodyBytes) {
        int size = Integer.BYTES + key.length + Long.BYTES + Integer.BYTES + Integer.BYTES;
        for (NamedBytes header : headers) {
            size += 2 * Integer.BYTES + header.name.length + header.value.length;
        }
        var head = ByteBuffer.allocate(size);
        head.putInt(key.length).put(key).putLong(timestamp).putInt(headers.size());
        for (NamedBytes header : headers) {
            head.putInt(header.name.length).put(header.name);
            head.putInt(header.value.length).put(header.value);
        }
        return head.putInt(bodyBytes).flip();
    }

    private static List<NamedBytes> covered(Headers headers) {
        var covered = new ArrayList<NamedBytes>();
        for (Header header : headers) {
            var name = header.key();
            if (name.startsWith(HeaderNames.PREFIX) || name.equals(HeaderNames.CONTENT_TYPE)) {
                covered.add(NamedBytes.of(name, header.value()));
            }
        }
        covered.sort(Comparator.comparing(NamedBytes::text));
        return covered;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Lives for one hash, and is never compared.
    private record NamedBytes(String text, byte[] name, byte[] value) {
        static NamedBytes of(String name, byte @Nullable [] value) {
            return new NamedBytes(
                    name, name.getBytes(StandardCharsets.UTF_8), value == null ? EMPTY : value);
        }
    }
}
