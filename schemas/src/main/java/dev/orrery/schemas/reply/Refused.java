package dev.orrery.schemas.reply;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refused command, as it is kept on {@code orrery.rejections}.
 *
 * @param time when it was refused
 * @param actor who asked; {@code kafka:} and a claim where nobody verified it
 * @param commandId what the client called it
 * @param commandType the name of its schema
 * @param command the command as JSON, cut at 4 KiB
 * @param code why, stable
 * @param message why, as a sentence for people
 * @param field the field that was wrong, as a JSON pointer
 */
public record Refused(
        Instant time,
        String actor,
        String commandId,
        String commandType,
        String command,
        String code,
        String message,
        @Nullable String field) {}
