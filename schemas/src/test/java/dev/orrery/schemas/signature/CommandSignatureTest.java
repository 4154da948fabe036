package dev.orrery.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.envelope.Actors;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.signature.CommandSignature.Found;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSignatureTest {

    private static final ClusterKeys KEYS =
            ClusterKeys.parse("a1".repeat(ClusterKeys.KEY_BYTES_MIN));
    private static final byte[] KEY = bytes("root");
    private static final byte[] VALUE = {0, 0, 0, 0, 9, 1, 2, 3};
    private static final String SCHEMA = "f1";

    private final Headers headers = signed("ada");

    @Test
    void what_stands_as_it_was_signed_is_right() {
        assertThat(in(headers, KEY, SCHEMA, VALUE)).isEqualTo(Found.RIGHT);
    }

    @Test
    void what_nobody_signed_is_not_wrong() {
        headers.remove(HeaderNames.SIGNATURE);
        assertThat(in(headers, KEY, SCHEMA, VALUE)).isEqualTo(Found.NONE);
        headers.add(HeaderNames.SIGNATURE, null);
        assertThat(in(headers, KEY, SCHEMA, VALUE)).isEqualTo(Found.NONE);
    }

    @Test
    void key_schema_and_value_are_signed() {
        assertThat(in(headers, bytes("other"), SCHEMA, VALUE)).isEqualTo(Found.WRONG);
        assertThat(in(headers, null, SCHEMA, VALUE)).isEqualTo(Found.WRONG);
        assertThat(in(headers, KEY, "f2", VALUE)).isEqualTo(Found.WRONG);
        assertThat(in(headers, KEY, SCHEMA, new byte[] {0, 0, 0, 0, 9, 1, 2, 4}))
                .isEqualTo(Found.WRONG);
    }

    @Test
    void another_registry_may_give_the_schema_another_id() {
        assertThat(in(headers, KEY, SCHEMA, new byte[] {0, 0, 0, 7, 7, 1, 2, 3}))
                .isEqualTo(Found.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce_id",
                "ce_actor",
                "ce_expectedversion",
                "ce_deadline",
                "ce_dryrun",
                "ce_replyto",
                "ce_reason"
            })
    void each_header_that_decides_something_is_signed(String name) {
        var without = new RecordHeaders(headers);
        without.remove(name);
        assertThat(in(without, KEY, SCHEMA, VALUE)).isEqualTo(Found.WRONG);

        // The last one counts for who reads them.
        headers.add(name, bytes("exchanged"));
        assertThat(in(headers, KEY, SCHEMA, VALUE)).isEqualTo(Found.WRONG);
    }

    @Test
    void what_decides_nothing_may_be_added_on_the_way() {
        headers.add(HeaderNames.TRACE_PARENT, bytes("00-1-2-01"));
        headers.add("other", bytes("x"));
        headers.add(HeaderNames.ACTOR, null);
        assertThat(in(headers, KEY, SCHEMA, VALUE)).isEqualTo(Found.RIGHT);
    }

    @Test
    void what_moves_from_one_field_to_the_next_is_something_else() {
        var one = fields(header("x", "ab"));
        var other = fields(header("xab", ""));
        var none = fields(header("xab", null));
        assertThat(one).isNotEqualTo(other);
        assertThat(other).isNotEqualTo(none);
    }

    /** A signature must still be right when a processor of the next version reads it. */
    @Test
    void the_bytes_that_are_signed_stay_the_same() {
        var empty = new SignedFields(new RecordHeaders(), KEY, SCHEMA, VALUE);
        assertThat(hexadecimal(empty))
                .isEqualTo(
                        "01"
                                + "0000000e"
                                + hexadecimal("orrery.command")
                                + "00000004"
                                + hexadecimal("root")
                                + "ffffffff".repeat(7)
                                + "00000002"
                                + hexadecimal("f1")
                                + "00000003"
                                + "010203");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka:ada", "KAFKA:ada", "kafka:"})
    void who_looks_unverified_is_not_signed_for(String actor) {
        assertThatThrownBy(() -> signed(actor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("ada");
    }

    @Test
    void a_claim_never_looks_verified() {
        assertThat(Actors.unverified("ada")).isEqualTo("kafka:ada");
        assertThat(Actors.unverified("a b\n\u00e9")).isEqualTo("kafka:a?b??");
        assertThat(Actors.unverified("x".repeat(300))).hasSize(6 + 200);
        assertThat(Actors.isClaim("x".repeat(200))).isTrue();
        assertThat(Actors.isClaim("x".repeat(201))).isFalse();
    }

    private static Found in(
            Headers headers, byte @Nullable [] key, String fingerprint, byte[] value) {
        return CommandSignature.in(KEYS, headers, key, fingerprint, value);
    }

    private static Headers signed(String actor) {
        var header =
                new CommandHeader(
                        new CommandId("c"),
                        actor,
                        3L,
                        Instant.EPOCH,
                        new ReplyTo("me", 1),
                        "why",
                        null,
                        true);
        var headers = new CommandFormat().write(header, "PauseDeployment", "test");
        CommandSignature.add(KEYS, headers, KEY, SCHEMA, VALUE);
        return headers;
    }

    private static Headers header(String id, @Nullable String actor) {
        var headers = new RecordHeaders();
        headers.add(HeaderNames.ID, bytes(id));
        if (actor != null) {
            headers.add(HeaderNames.ACTOR, bytes(actor));
        }
        return headers;
    }

    private static String fields(Headers headers) {
        return hexadecimal(new SignedFields(headers, KEY, SCHEMA, VALUE));
    }

    private static String hexadecimal(SignedFields fields) {
        var all = new ByteArrayOutputStream();
        fields.each(part -> {
            while (part.hasRemaining()) {
                all.write(part.get());
            }
        });
        return HexFormat.of().formatHex(all.toByteArray());
    }

    private static String hexadecimal(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
