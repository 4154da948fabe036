package dev.orrery.schemas.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventFormatTest {

    private static final EventFormat FORMAT =
            new EventFormat(Codecs.start(SchemaIds.local()).events());
    private static final DeploymentId ROOT = DeploymentId.of("hello", "daily");
    private static final RunId RUN =
            new RunId(UUID.fromString("01990000-0000-8abc-8123-456789abcdef"));
    private static final RunCrashed EVENT = new RunCrashed(RUN, 2, "gone");
    private static final EventHeader FULL =
            new EventHeader(
                    new EventId(3, 42),
                    "/orrery/log",
                    RUN.value(),
                    7,
                    Instant.parse("2026-11-22T08:30:00.120Z"),
                    "Zo\u00eb \ud83d\ude80",
                    new Origin(new CommandId("100% \u4e16"), "digest"),
                    new EventId(3, 41),
                    "because \u2026",
                    EventHash.NONE,
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final EventHeader BARE =
            new EventHeader(
                    new EventId(0, 1),
                    "/orrery/log",
                    RUN.value(),
                    1,
                    Instant.EPOCH,
                    "timer",
                    null,
                    null,
                    null,
                    EventHash.NONE,
                    null);

    @Test
    void an_event_comes_back_as_it_was() {
        for (EventHeader header : new EventHeader[] {FULL, BARE}) {
            var written = FORMAT.write(ROOT, header, EVENT);

            var read =
                    FORMAT.read(
                            header.id().partition(),
                            written.key(),
                            written.headers(),
                            written.value());

            assertThat(read).isEqualTo(new RecordedEvent(ROOT.key(), header, EVENT));
            assertThat(written.timestamp()).isEqualTo(header.time().toEpochMilli());
        }
    }

    @Test
    void its_headers_are_those_of_a_cloud_event() {
        var headers = FORMAT.write(ROOT, FULL, EVENT).headers();

        assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(text(headers, "ce_id")).isEqualTo("3:42");
        assertThat(text(headers, "ce_type")).isEqualTo("dev.orrery.RunCrashed");
        assertThat(text(headers, "ce_time")).isEqualTo("2026-11-22T08:30:00.120Z");
        assertThat(text(headers, "ce_subject")).isEqualTo(RUN.toString());
        assertThat(text(headers, "ce_actor")).isEqualTo("Zo\u00eb \ud83d\ude80");
        assertThat(text(headers, "content-type")).isEqualTo("application/avro");
    }

    @Test
    void the_hash_of_a_released_event_never_changes() {
        // Not taken from our own output: computed by a few lines of Python from the written rules.
        assertThat(FORMAT.write(ROOT, BARE, EVENT).hash().hex())
                .isEqualTo("35ef43b58baa2e4730530c9ea8b05f696d43282589a4c19931def4f576d79a96");
    }

    @Test
    void the_hash_covers_key_time_every_attribute_and_the_body() {
        var event = FORMAT.write(ROOT, FULL, EVENT);

        assertThat(hash(event)).isEqualTo(event.hash());
        for (int i = 0; i < event.key().length; i++) {
            var key = flipped(event.key(), i);
            assertThat(FORMAT.hash(key, event.timestamp(), event.headers(), event.value()))
                    .isNotEqualTo(event.hash());
        }
        assertThat(FORMAT.hash(event.key(), event.timestamp() + 1, event.headers(), event.value()))
                .isNotEqualTo(event.hash());
        for (int i = Codec.PREFIX_BYTES; i < event.value().length; i++) {
            var value = flipped(event.value(), i);
            assertThat(FORMAT.hash(event.key(), event.timestamp(), event.headers(), value))
                    .isNotEqualTo(event.hash());
        }
        for (Header header : event.headers()) {
            if (header.key().equals(HeaderNames.TRACE_PARENT)) {
                continue;
            }
            var changed = copy(event.headers());
            changed.remove(header.key()).add(header.key(), flipped(header.value(), 0));
            var missing = copy(event.headers()).remove(header.key());
            assertThat(FORMAT.hash(event.key(), event.timestamp(), changed, event.value()))
                    .isNotEqualTo(event.hash());
            assertThat(FORMAT.hash(event.key(), event.timestamp(), missing, event.value()))
                    .isNotEqualTo(event.hash());
        }
    }

    @Test
    void the_hash_is_the_same_with_another_registry_other_headers_and_another_order() {
        var event = FORMAT.write(ROOT, FULL, EVENT);
        var elsewhere = event.value().clone();
        elsewhere[4] ^= 77;
        var shuffled = new ArrayList<Header>();
        event.headers().forEach(shuffled::add);
        Collections.reverse(shuffled);
        var headers = new RecordHeaders(shuffled);
        headers.add("mirror", new byte[] {1});

        assertThat(FORMAT.hash(event.key(), event.timestamp(), headers, elsewhere))
                .isEqualTo(event.hash());
        assertThat(FORMAT.read(3, event.key(), headers, elsewhere).event()).isEqualTo(EVENT);
    }

    @Test
    void an_event_in_another_place_than_it_says_is_unreadable() {
        var event = FORMAT.write(ROOT, FULL, EVENT);

        assertThatThrownBy(() -> FORMAT.read(4, event.key(), event.headers(), event.value()))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage("The event says that it is 3:42, and is number 42 of partition 4");
    }

    @Test
    void an_event_without_an_attribute_is_unreadable() {
        var event = FORMAT.write(ROOT, FULL, EVENT);
        var headers = copy(event.headers()).remove("ce_version");
        var wrong = copy(headers).add("ce_version", new byte[] {'x'});

        assertThatThrownBy(() -> FORMAT.read(3, event.key(), headers, event.value()))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage("The header ce_version is missing");
        assertThatThrownBy(() -> FORMAT.read(3, event.key(), wrong, event.value()))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageStartingWith("The header ce_version is malformed");
    }

    private static EventHash hash(WrittenEvent event) {
        return FORMAT.hash(event.key(), event.timestamp(), event.headers(), event.value());
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    private static Headers copy(Headers headers) {
        return new RecordHeaders(headers);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
