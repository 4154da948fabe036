package dev.orrery.commands.api;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.reply.Reply;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The way of a command to the processor and of its answer back. */
public interface Submission {

    /** Completes after the commit; exceptionally when no answer came. */
    CompletableFuture<Reply> submit(CommandHeader header, Command command);

    /** When a command that is taken in now is no longer worth doing. */
    Instant deadline();
}
