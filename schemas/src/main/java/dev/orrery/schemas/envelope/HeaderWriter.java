package dev.orrery.schemas.envelope;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Headers as they are written. CloudEvents' binding for Kafka asks for plain UTF-8 (percent signs
 * are HTTP's affair). What is absent has no header.
 */
final class HeaderWriter {

    private static final byte[] SPEC_VERSION = bytes("1.0");
    private static final byte[] AVRO = bytes("application/avro");

    private final Headers headers = new RecordHeaders();

    HeaderWriter with(String name, @Nullable Object value) {
        if (value != null) {
            headers.add(name, bytes(value.toString()));
        }
        return this;
    }

    HeaderWriter withSpecVersion() {
        headers.add(HeaderNames.SPEC_VERSION, SPEC_VERSION);
        return this;
    }

    HeaderWriter withContentType() {
        headers.add(HeaderNames.CONTENT_TYPE, AVRO);
        return this;
    }

    Headers headers() {
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
