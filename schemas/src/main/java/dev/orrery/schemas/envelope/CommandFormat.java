package dev.orrery.schemas.envelope;

import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.id.CommandId;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What travels with commands and reports, as Kafka headers. */
public final class CommandFormat {

    /** Who asks, where nobody says it. */
    public static final String ACTOR_UNKNOWN = "anonymous";

    private static final int ACTOR_CHARACTERS_MAX = 255;
    private static final int REASON_CHARACTERS_MAX = 1_024;
    private static final int REPLY_ADDRESS_CHARACTERS_MAX = 255;
    private static final int TRACE_CHARACTERS_MAX = 255;

    /**
     * @param type the simple name of the command's schema
     * @param source who sends it, a URI reference such as {@code /orrery/api}
     */
    public Headers write(CommandHeader header, String type, String source) {
        return new HeaderWriter()
                .withSpecVersion()
                .with(HeaderNames.ID, header.id())
                .with(HeaderNames.TYPE, HeaderNames.TYPE_PREFIX + type)
                .with(HeaderNames.SOURCE, source)
                .with(HeaderNames.ACTOR, header.actor())
                .with(HeaderNames.EXPECTED_VERSION, header.expectedVersion())
                .with(HeaderNames.DEADLINE, text(header.deadline()))
                .with(HeaderNames.DRY_RUN, header.dryRun() ? true : null)
                .with(HeaderNames.REPLY_TO, header.replyTo())
                .with(HeaderNames.REASON, header.reason())
                .withContentType()
                .with(HeaderNames.TRACE_PARENT, header.traceparent())
                .headers();
    }

    /**
     * Reads what is there. A foreign client need not send any header.
     *
     * @param fallback the id where the client gives none, made from the record's place
     * @throws UnreadableRecord when a header is there and malformed
     */
    public CommandHeader read(Headers headers, CommandId fallback) {
        var reader = new HeaderReader(headers);
        var id = reader.value(HeaderNames.ID, CommandId::new);
        var actor = reader.text(HeaderNames.ACTOR, ACTOR_CHARACTERS_MAX);
        var dryRun = reader.value(HeaderNames.DRY_RUN, CommandFormat::dryRun);
        reader.text(HeaderNames.REPLY_TO, REPLY_ADDRESS_CHARACTERS_MAX);
        return new CommandHeader(
                id == null ? fallback : id,
                actor == null ? ACTOR_UNKNOWN : actor,
                reader.value(HeaderNames.EXPECTED_VERSION, Long::parseLong),
                reader.value(HeaderNames.DEADLINE, TimeText::read),
                reader.value(HeaderNames.REPLY_TO, ReplyTo::parse),
                reader.text(HeaderNames.REASON, REASON_CHARACTERS_MAX),
                reader.text(HeaderNames.TRACE_PARENT, TRACE_CHARACTERS_MAX),
                dryRun != null && dryRun);
    }

    /** Whether a client gave an id of its own. */
    public boolean hasId(Headers headers) {
        return new HeaderReader(headers).text(HeaderNames.ID) != null;
    }

    /** Whoever asks for one in other words must not get the command done. */
    private static boolean dryRun(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("a dry run is true or false");
        };
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : TimeText.write(time.toEpochMilli());
    }
}
