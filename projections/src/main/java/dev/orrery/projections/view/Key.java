package dev.orrery.projections.view;

import dev.orrery.schemas.id.AggregateId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes a key whose parts sort, as unsigned bytes, in the order of the values. */
final class Key {

    private static final int BYTES_USUAL = 40;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_USUAL);

    private Key(Keyspace keyspace) {
        bytes.write(keyspace.prefix());
    }

    static Key of(Keyspace keyspace) {
        return new Key(keyspace);
    }

    Key with(AggregateId id) {
        return with(id.value());
    }

    Key with(UUID id) {
        return with(id.getMostSignificantBits()).with(id.getLeastSignificantBits());
    }

    /** A number that is not negative. */
    Key with(long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (number >>> shift));
        }
        return this;
    }

    Key with(StateType state) {
        bytes.write(state.code());
        return this;
    }

    /**
     * A text with its end marked by 00 01, and 00 inside it written as 00 FF: a shorter text comes
     * before a longer one that begins with it, whatever follows in the key.
     */
    Key with(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.write(b);
            if (b == 0) {
                bytes.write(0xFF);
            }
        }
        bytes.write(0);
        bytes.write(1);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
