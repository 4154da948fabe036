package dev.orrery.schemas.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {

    private static final DateTimeFormatter JAVA =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void a_time_is_written_as_java_does_and_comes_back() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long first = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
        long end = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (int i = 0; i < 100_000; i++) {
            var time = Instant.ofEpochMilli(random.nextLong(first, end));
            var text = TimeText.write(time.toEpochMilli());

            assertThat(text).as("seed %d", seed).isEqualTo(JAVA.format(time));
            assertThat(TimeText.read(text)).as("seed %d", seed).isEqualTo(time);
        }
    }

    @Test
    void other_forms_are_read_too() {
        assertThat(TimeText.read("2026-11-22T08:30:00+01:00"))
                .isEqualTo(Instant.parse("2026-11-22T07:30:00Z"));
        assertThat(TimeText.read("2026-11-22T08:30:00.1234567Z"))
                .isEqualTo(Instant.parse("2026-11-22T08:30:00.123456700Z"));
    }

    @Test
    void what_is_no_time_is_refused() {
        for (String text :
                new String[] {"", "now", "2026-02-30T00:00:00.000Z", "2026-01-01T25:00:00.000Z"}) {
            assertThatThrownBy(() -> TimeText.read(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a time is such as 2026-11-22T08:30:00.000Z, not " + text);
        }
    }
}
