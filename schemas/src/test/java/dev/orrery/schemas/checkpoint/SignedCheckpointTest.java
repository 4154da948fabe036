package dev.orrery.schemas.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedCheckpointTest {

    /** What {@code openssl genpkey -algorithm ed25519} wrote, and {@code openssl pkey -pubout}. */
    private static final String OPENSSL_PRIVATE =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIG4lNw/Qc401pgL1K2857afe19rk9M9QtMqrdagRRN01
            -----END PRIVATE KEY-----
            """;

    private static final String OPENSSL_PUBLIC =
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAgc0ViKyV8aXVYcflSZj+EQxqGfvfu3JjY9KNI7Z7XlU=
            -----END PUBLIC KEY-----
            """;

    private static final Checkpoint CHECKPOINT =
            new Checkpoint(
                    Instant.parse("2026-11-23T08:00:00Z"),
                    "/orrery/test",
                    List.of(new Place(3, 70, "c".repeat(64)), new Place(0, 9, "a".repeat(64))));

    private final KeyPair keys = SigningKeys.create();

    @Test
    void a_file_that_is_read_again_is_signed_by_its_key() {
        var read = SignedCheckpoint.read(SignedCheckpoint.sign(CHECKPOINT, keys).json());

        assertThat(read.checkpoint()).isEqualTo(CHECKPOINT);
        assertThat(read.checkpoint().places())
                .extracting(Place::toString)
                .containsExactly("0:9", "3:70");
        assertThat(read.isSignedBy(keys.getPublic())).isTrue();
        assertThat(read.isSignedBy(SigningKeys.create().getPublic())).isFalse();
    }

    @Test
    void any_character_of_the_file_that_is_changed_is_found() {
        var file = SignedCheckpoint.sign(CHECKPOINT, keys).json();
        int same = 0;
        for (int at = 0; at < file.length(); at++) {
            if (Character.isWhitespace(file.charAt(at))) {
                continue;
            }
            var changed = new StringBuilder(file);
            changed.setCharAt(at, changed.charAt(at) == '7' ? '8' : '7');
            if (isStillSigned(changed.toString())) {
                same++;
            }
        }
        assertThat(same).isZero();
    }

    private boolean isStillSigned(String file) {
        try {
            return SignedCheckpoint.read(file).isSignedBy(keys.getPublic());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Test
    void keys_are_read_as_they_are_written() {
        var read = SigningKeys.read(SigningKeys.pem(keys.getPrivate()));

        assertThat(read.getPublic()).isEqualTo(keys.getPublic());
        assertThat(SigningKeys.readPublic(SigningKeys.pem(keys.getPublic())))
                .isEqualTo(keys.getPublic());
    }

    @Test
    void keys_of_other_programs_are_read() {
        var pair = SigningKeys.read(OPENSSL_PRIVATE);

        assertThat(SigningKeys.readPublic(OPENSSL_PUBLIC)).isEqualTo(pair.getPublic());
        assertThat(SigningKeys.pem(pair.getPrivate())).isEqualTo(OPENSSL_PRIVATE);
    }

    @Test
    void what_is_no_key_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> SigningKeys.read("secret"))
                .hasMessageContaining("not an Ed25519 private key");
        assertThatThrownBy(() -> SigningKeys.readPublic(OPENSSL_PRIVATE))
                .hasMessageContaining("not an Ed25519 public key");
        assertThatThrownBy(() -> SigningKeys.read(OPENSSL_PRIVATE.replace("MC4", "MC5")))
                .hasMessageContaining("not an Ed25519 private key");
    }

    @Test
    void what_is_no_checkpoint_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> SignedCheckpoint.read("{")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> SignedCheckpoint.read("{}")).hasMessageContaining("format 1");
        assertThatThrownBy(() -> SignedCheckpoint.read("{\"format\":1,\"places\":[{}]}"))
                .hasMessageContaining("'partition'");
        var twice = List.of(new Place(1, 1, "a".repeat(64)), new Place(1, 2, "a".repeat(64)));
        assertThatThrownBy(() -> new Checkpoint(Instant.EPOCH, "log", twice))
                .hasMessageContaining("once");
        assertThatThrownBy(() -> new Checkpoint(Instant.EPOCH, "two\nlines", List.of()))
                .hasMessageContaining("one line");
        assertThatThrownBy(() -> new Place(0, 1, "xyz")).hasMessageContaining("hexadecimal");
        assertThatThrownBy(() -> new Place(0, 0, "a".repeat(64))).hasMessageContaining("1 or more");
    }
}
