package dev.orrery.schemas.envelope;

import dev.orrery.schemas.id.CommandId;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What travels with a reply, as Kafka headers: whose it is, and what it answers. */
public final class ReplyFormat {

    private static final String SOURCE = "/orrery/processor";

    /**
     * @param type the simple name of the reply's schema
     */
    public Headers write(ReplyTo to, CommandId command, String type) {
        return new HeaderWriter()
                .withSpecVersion()
                .with(HeaderNames.ID, command)
                .with(HeaderNames.TYPE, HeaderNames.TYPE_PREFIX + type)
                .with(HeaderNames.SOURCE, SOURCE)
                .with(HeaderNames.COMMAND_ID, command)
                .with(HeaderNames.REPLY_TO, to)
                .withContentType()
                .headers();
    }

    /** The instance that waits for the reply; nothing where no address is written. */
    public @Nullable String instance(Headers headers) {
        var to = new HeaderReader(headers).value(HeaderNames.REPLY_TO, ReplyTo::parse);
        return to == null ? null : to.instance();
    }

    /** The id of the command that it answers; nothing where none is written. */
    public @Nullable String command(Headers headers) {
        return new HeaderReader(headers).text(HeaderNames.COMMAND_ID);
    }
}
