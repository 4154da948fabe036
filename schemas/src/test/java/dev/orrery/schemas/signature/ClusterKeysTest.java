package dev.orrery.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.signature.CommandSignature.Found;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterKeysTest {

    private static final String ONE = "c0".repeat(ClusterKeys.KEY_BYTES_MIN);
    private static final String OTHER = "c1".repeat(ClusterKeys.KEY_BYTES_MIN);

    @Test
    void the_first_signs_and_each_verifies() {
        var before = ClusterKeys.parse(ONE);
        var during = ClusterKeys.parse(OTHER + "\n" + ONE + "\n");
        var after = ClusterKeys.parse(OTHER);

        assertThat(verifies(before, during)).isTrue();
        assertThat(verifies(during, before)).isFalse();
        assertThat(verifies(during, after)).isTrue();
        assertThat(verifies(before, after)).isFalse();
    }

    @Test
    void a_key_is_the_same_in_hexadecimal_and_base64() {
        var bytes = new byte[ClusterKeys.KEY_BYTES_MIN];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37);
        }
        var hexadecimal = new StringBuilder();
        for (var each : bytes) {
            hexadecimal.append("%02X".formatted(each));
        }

        var signing = ClusterKeys.parse("\r\n  " + hexadecimal + " \r\n\r\n");
        var verifying = ClusterKeys.parse(Base64.getEncoder().encodeToString(bytes));

        assertThat(verifies(signing, verifying)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0ffee", "Zm9v", "not a key, but a sentence", "c0ffee\u00e9"})
    void what_is_no_key_is_refused_and_not_repeated(String line) {
        assertThatThrownBy(() -> ClusterKeys.parse(ONE + "\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining(line)
                .hasNoCause();
    }

    @Test
    void there_are_some_and_not_too_many() {
        assertThatThrownBy(() -> ClusterKeys.parse("\n \n")).hasMessage("it has no key");
        assertThatThrownBy(() -> ClusterKeys.parse((ONE + "\n").repeat(17)))
                .hasMessage("it has more than 16 keys");
        assertThatThrownBy(() -> ClusterKeys.parse("c0".repeat(600)))
                .hasMessageContaining("line 1");
    }

    @Test
    void no_text_of_them_shows_a_key() {
        assertThat(ClusterKeys.parse(ONE)).hasToString("1 key");
        assertThat(ClusterKeys.parse(ONE + "\n" + OTHER)).hasToString("2 keys");
    }

    private static boolean verifies(ClusterKeys signing, ClusterKeys verifying) {
        var headers = new RecordHeaders();
        headers.add("ce_actor", "ada".getBytes(StandardCharsets.UTF_8));
        var key = new byte[] {1};
        var value = new byte[] {0, 0, 0, 0, 1, 2};
        CommandSignature.add(signing, headers, key, "f", value);
        return CommandSignature.in(verifying, headers, key, "f", value) == Found.RIGHT;
    }
}
