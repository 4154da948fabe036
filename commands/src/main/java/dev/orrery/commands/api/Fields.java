package dev.orrery.commands.api;

import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the fields of bodies; what is wrong with one is told by its JSON pointer. */
final class Fields {

    private Fields() {}

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new ApiProblem(Refusal.INVALID_COMMAND, "It is required.", field);
        }
        return value;
    }

    /** A time as ISO 8601 with an offset. */
    static Instant time(String text, String field) {
        try {
            return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_COMMAND,
                    "A time is written as 2026-11-22T08:00:00Z or with an offset.",
                    field);
        }
    }

    static @Nullable Instant optionalTime(@Nullable String text, String field) {
        return text == null ? null : time(text, field);
    }

    static Fence fence(@Nullable String text, String field) {
        var given = required(text, field);
        try {
            var id = UUID.fromString(given);
            // Java also takes 1-1-1-1-1, which nobody means.
            if (id.toString().equalsIgnoreCase(given)) {
                return new Fence(id);
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, in our words.
        }
        throw new ApiProblem(Refusal.INVALID_COMMAND, "A fence is a UUID.", field);
    }

    /** A run's id. */
    static @Nullable RunId optionalRun(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        try {
            return RunId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_COMMAND, "A run is named by its id, a UUID.", field);
        }
    }

    static TrackedState state(@Nullable String text, String field) {
        try {
            return TrackedState.valueOf(required(text, field));
        } catch (IllegalArgumentException unknown) {
            throw new ApiProblem(
                    Refusal.INVALID_COMMAND,
                    "It is one of " + Arrays.toString(TrackedState.values()) + ".",
                    field);
        }
    }
}
