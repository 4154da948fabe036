package dev.orrery.schemas.envelope;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The header that says which schema a record was written with, by fingerprint. The schema id in
 * front of the value means that only beside the registry that gave it; what is kept for long must
 * be read beside another one too.
 */
public final class WriterSchema {

    private WriterSchema() {}

    /**
     * Headers that say it, and nothing else.
     *
     * @param fingerprint of the schema
     */
    public static Headers headers(String fingerprint) {
        return new HeaderWriter().with(HeaderNames.DATA_SCHEMA, fingerprint).headers();
    }

    /** The fingerprint that a record's headers say; nothing where they say none. */
    public static @Nullable String in(Headers headers) {
        return new HeaderReader(headers).text(HeaderNames.DATA_SCHEMA);
    }
}
