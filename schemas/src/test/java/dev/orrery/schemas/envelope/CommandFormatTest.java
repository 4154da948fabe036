package dev.orrery.schemas.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.id.CommandId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CommandFormatTest {

    private static final CommandFormat FORMAT = new CommandFormat();
    private static final CommandId PLACE = new CommandId("orrery.commands-3@17");

    @Test
    void what_travels_with_a_command_comes_back_as_it_was() {
        var full =
                new CommandHeader(
                        new CommandId("key"),
                        "Zo\u00eb",
                        4L,
                        Instant.ofEpochMilli(1_790_000_000_001L),
                        new ReplyTo("a@b", 5),
                        "why",
                        "00-trace",
                        true);
        var bare = new CommandHeader(new CommandId("key"), "me", null, null, null, null, null);

        assertThat(FORMAT.read(FORMAT.write(full, "CancelRun", "/api"), PLACE)).isEqualTo(full);
        assertThat(FORMAT.read(FORMAT.write(bare, "CancelRun", "/api"), PLACE)).isEqualTo(bare);
    }

    @Test
    void a_foreign_client_need_not_send_a_header() {
        assertThat(FORMAT.read(new RecordHeaders(), PLACE))
                .isEqualTo(
                        new CommandHeader(
                                PLACE, CommandFormat.ACTOR_UNKNOWN, null, null, null, null, null));
    }

    @Test
    void a_malformed_header_is_named() {
        assertUnreadable("ce_id", "", "The header ce_id is malformed: a command id has 1 to 255");
        assertUnreadable("ce_expectedversion", "x", "The header ce_expectedversion is malformed");
        assertUnreadable("ce_deadline", "soon", "The header ce_deadline is malformed: a time is");
        assertUnreadable("ce_dryrun", "yes", "The header ce_dryrun is malformed: a dry run is");
        assertUnreadable("ce_replyto", "me", "The header ce_replyto is malformed: a reply address");
        assertUnreadable("ce_replyto", "me@", "The header ce_replyto is malformed");
        assertUnreadable(
                "ce_replyto",
                "x".repeat(256),
                "The header ce_replyto has more than 255 characters");
        assertUnreadable(
                "ce_actor", "x".repeat(256), "The header ce_actor has more than 255 characters");
    }

    /** The sentence is logged, and kept with the dead letter. */
    @Test
    void what_is_malformed_is_quoted_without_line_ends_and_not_at_length() {
        var forged = "1\n12:00:00.000 ERROR forged \u001b[2J";
        assertThatThrownBy(() -> read("ce_expectedversion", forged))
                .hasMessage(
                        "The header ce_expectedversion is malformed: For input string:"
                                + " \"1?12:00:00.000 ERROR forged ?[2J\"");
        assertThatThrownBy(() -> read("ce_expectedversion", "9".repeat(1_000_000)))
                .message()
                .hasSizeLessThan(200)
                .endsWith("999...");
    }

    private static void read(String name, String value) {
        FORMAT.read(new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8)), PLACE);
    }

    private static void assertUnreadable(String name, String value, String sentence) {
        Headers headers = new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> FORMAT.read(headers, PLACE))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageStartingWith(sentence);
    }
}
