package dev.orrery.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void a_position_is_written_as_partition_and_sequence() {
        assertThat(Position.of(3, 41)).hasToString("3:41");
    }

    @Test
    void partitions_are_written_in_order() {
        var position = new Position(new TreeMap<>(Map.of(10, 1L, 2, 5L, 0, 7L)));

        assertThat(position).hasToString("0:7,2:5,10:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:0", "3:41", "0:7,2:5,10:1", "2147483647:9223372036854775807"})
    void what_is_written_is_read_back(String text) {
        assertThat(Position.parse(text)).hasToString(text);
    }

    @Test
    void white_space_and_the_order_of_the_parts_do_not_count() {
        assertThat(Position.parse(" 2:5, 0 : 7 ")).isEqualTo(Position.parse("0:7,2:5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                ":7",
                "7:",
                "a:1",
                "1:a",
                "1:2:3",
                "1:2,",
                ",1:2",
                "-1:2",
                "1:-2",
                "+1:2",
                "1:+2",
                "1.5:2",
                "2147483648:1",
                "4294967295:1",
                "1:9223372036854775808",
                "1:18446744073709551615",
                "1:2,1:3"
            })
    void another_form_is_no_position(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text));
    }

    @Test
    void the_start_names_no_partition() {
        assertThat(Position.START.sequences()).isEmpty();
        assertThat(Position.START).hasToString("");
    }

    @Test
    void a_position_keeps_what_it_was_made_of() {
        var sequences = new TreeMap<>(Map.of(0, 1L));
        var position = new Position(sequences);
        sequences.put(0, 2L);

        assertThat(position).isEqualTo(Position.of(0, 1));
    }
}
