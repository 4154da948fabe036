package dev.orrery.schemas.envelope;

import dev.orrery.schemas.id.CommandId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an event beside what happened.
 *
 * @param id where it is ({@code ce_id}, {@code ce_sequence})
 * @param source which log ({@code ce_source})
 * @param subject the aggregate that it happened to ({@code ce_subject})
 * @param version of that aggregate after it, gapless from 1 ({@code ce_version})
 * @param time when it was decided, in milliseconds; never goes back on a partition, and is the
 *     record's timestamp too ({@code ce_time})
 * @param actor who caused it ({@code ce_actor})
 * @param origin the client's command that it came from, or nothing for timers and reports
 * @param causation the event that it follows from ({@code ce_causationid})
 * @param reason given by the caller ({@code ce_reason})
 * @param previous the hash of the event before it on the partition ({@code ce_prevhash})
 * @param traceparent W3C trace context
 */
public record EventHeader(
        EventId id,
        String source,
        UUID subject,
        long version,
        Instant time,
        String actor,
        @Nullable Origin origin,
        @Nullable EventId causation,
        @Nullable String reason,
        EventHash previous,
        @Nullable String traceparent) {

    /**
     * The command of a client.
     *
     * @param command what the client called it ({@code ce_commandid})
     * @param digest of the command's content, so that its id can't be used for another ({@code
     *     ce_commanddigest})
     */
    public record Origin(CommandId command, String digest) {}
}
