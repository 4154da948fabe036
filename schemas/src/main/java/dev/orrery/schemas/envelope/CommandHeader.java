package dev.orrery.schemas.envelope;

import dev.orrery.schemas.id.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a command or a report. Each attribute is optional on the wire; a record of a
 * foreign client without any is a command too.
 *
 * @param id what the client calls it ({@code ce_id}); made from the record's place when absent
 * @param actor who asks ({@code ce_actor}); as it was read, a claim until a signature proves it
 * @param expectedVersion the version that the aggregate must have ({@code ce_expectedversion}), 0
 *     when it must not be there, -1 when any will do
 * @param deadline after which it must not be done ({@code ce_deadline})
 * @param replyTo where the answer goes ({@code ce_replyto}); without it, nowhere
 * @param reason why, in the caller's words ({@code ce_reason})
 * @param traceparent W3C trace context
 * @param dryRun whether it is only asked what would become of it ({@code ce_dryrun})
 */
public record CommandHeader(
        CommandId id,
        String actor,
        @Nullable Long expectedVersion,
        @Nullable Instant deadline,
        @Nullable ReplyTo replyTo,
        @Nullable String reason,
        @Nullable String traceparent,
        boolean dryRun) {

    /** For a command that is to be done. */
    public CommandHeader(
            CommandId id,
            String actor,
            @Nullable Long expectedVersion,
            @Nullable Instant deadline,
            @Nullable ReplyTo replyTo,
            @Nullable String reason,
            @Nullable String traceparent) {
        this(id, actor, expectedVersion, deadline, replyTo, reason, traceparent, false);
    }

    /** As somebody else's, of whom more is known than the claim. */
    public CommandHeader by(String other) {
        return new CommandHeader(
                id, other, expectedVersion, deadline, replyTo, reason, traceparent, dryRun);
    }

    /** The expected version of what must not be there. */
    public static final long ABSENT = 0;

    /** The expected version of what must be there, in whichever version. */
    public static final long PRESENT = -1;
}
