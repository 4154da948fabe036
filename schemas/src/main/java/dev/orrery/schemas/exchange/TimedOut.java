package dev.orrery.schemas.exchange;

import dev.orrery.schemas.id.CommandId;
import org.jspecify.annotations.Nullable;

/**
 * No answer came in time. Whether the command was or will be done is not known: asking again with
 * the same id gets the first answer.
 */
public final class TimedOut extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient CommandId command;

    public TimedOut(CommandId command, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.command = command;
    }

    public CommandId command() {
        return command;
    }
}
