package dev.orrery.schemas.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.topic.Topic;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void a_letter_about_a_huge_record_fits_into_its_topic() {
        var huge = ByteBuffer.wrap(new byte[64 * 1024 * 1024]);
        var codec = Codecs.start(SchemaIds.local()).deadLetters();

        var letter = new DeadLetter("orrery.commands", 3, 17, "x".repeat(100_000), huge, huge);

        assertThat(codec.encode(letter)).hasSizeLessThan(Topic.LETTER_BYTES_MAX - 64 * 1024);
    }

    @Test
    void a_letter_about_a_usual_record_keeps_all_of_it() {
        var bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});

        var letter = new DeadLetter("orrery.commands", 3, 17, "why", null, bytes);

        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(letter.key()).isNull();
    }
}
