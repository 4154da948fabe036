package dev.orrery.cli.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MomentsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:00:00Z, 2026-11-22T08:00:00Z",
        "2026-11-22T08:00+05:30, 2026-11-22T08:00:00+05:30",
        "2026-11-22T08:00, 2026-11-22T08:00:00+01:00",
        "2026-07-22 08:00:30, 2026-07-22T08:00:30+02:00",
        "2026-11-22, 2026-11-22T00:00:00+01:00"
    })
    void a_time_without_an_offset_is_that_of_ones_own_zone(String text, String time) {
        assertThat(Moments.time("--at", text, BERLIN)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "2026-11-31", "08:00", ""})
    void what_is_no_time_says_what_is_one(String text) {
        assertThatThrownBy(() -> Moments.time("--at", text, BERLIN))
                .hasMessageContaining("--at takes a time such as 2026-11-22T08:00:00Z");
    }

    @Test
    void durations_are_counted_in_their_units() {
        assertThat(Moments.duration("--in", "1h30m")).isEqualTo(Moments.duration("--in", "PT90M"));
        assertThat(Moments.duration("--in", "2d").toHours()).isEqualTo(48);
    }
}
