package dev.orrery.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.id.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UntilTest {

    @Test
    void a_time_needs_neither_seconds_nor_an_offset() {
        var moment = new Until.Moment(Instant.parse("2026-11-22T08:30:00Z"));

        for (var text :
                List.of(
                        "2026-11-22T08:30",
                        "2026-11-22 08:30:00",
                        "2026-11-22T08:30:00.000Z",
                        "2026-11-22T10:30+02:00")) {
            assertThat(Until.parse(text)).isEqualTo(moment);
        }
    }

    @Test
    void a_position_names_one_partition_or_several() {
        assertThat(Until.parse("0:42")).isEqualTo(new Until.Place(Position.of(0, 42)));
        assertThat(Until.parse("0:42,7:1"))
                .isEqualTo(new Until.Place(new Position(new TreeMap<>(Map.of(0, 42L, 7, 1L)))));
    }

    @Test
    void anything_else_is_refused_with_an_example() {
        for (var text :
                List.of("", "yesterday", "0:", "0:1,", "-1:4", "2026-11-22", "2026-13-01T00:00")) {
            assertThatThrownBy(() -> Until.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'")
                    .hasMessageContaining("0:42");
        }
    }

    @Test
    void a_partition_that_the_log_has_not_is_told() {
        assertThat(Until.parse("0:1,9:1").strayFrom(List.of(0, 1))).contains(9);
        assertThat(Until.parse("0:1").strayFrom(List.of(0, 1))).isEmpty();
        assertThat(new Until.End().strayFrom(List.of())).isEmpty();
    }

    @Test
    void a_subject_that_is_no_id_and_no_name_is_refused() {
        for (var text : List.of("", "daily", "hello/", "/daily", "a/b/c", "1-1-1-1-1")) {
            assertThatThrownBy(() -> Subject.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }
}
