package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * What a client calls its command, so that asking again is not doing again.
 *
 * @param value 1 to 255 characters, from the {@code Idempotency-Key} header or made by whoever took
 *     the command in
 */
public record CommandId(String value) {

    public static final int CHARACTERS_MAX = 255;

    public CommandId {
        if (value.isEmpty() || value.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("a command id has 1 to 255 characters");
        }
    }

    public static CommandId random() {
        return new CommandId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
