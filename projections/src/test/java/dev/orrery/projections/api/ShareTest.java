package dev.orrery.projections.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.view.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final TreeMap<Integer, Long> NOWHERE = new TreeMap<>();

    @Test
    void what_arrives_is_what_was_sent() throws IOException {
        var sent =
                new Share(
                        NOWHERE,
                        List.of(
                                Share.row(3, new byte[] {1, -1}, new byte[] {'{', '}'}),
                                Share.row(7, new byte[0], null)),
                        true);

        var read = Share.read(NOWHERE, sent.bytes());

        assertThat(read.more()).isTrue();
        assertThat(read.rows()).extracting(Row::partition).containsExactly(3, 7);
        assertThat(read.rows())
                .extracting(Row::key)
                .containsExactly(new byte[] {1, -1}, new byte[0]);
        assertThat(read.rows()).extracting(Share::isItem).containsExactly(true, false);
    }

    @Test
    void what_is_cut_or_goes_on_is_no_share() {
        byte[] whole =
                new Share(NOWHERE, List.of(Share.row(3, new byte[9], new byte[9])), true).bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Share.read(NOWHERE, cut)).isInstanceOf(IOException.class);
        }
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> Share.read(NOWHERE, more)).isInstanceOf(IOException.class);
        byte[] empty = new Share(NOWHERE, List.of(), true).bytes();
        assertThatThrownBy(() -> Share.read(NOWHERE, empty)).isInstanceOf(IOException.class);
        byte[] huge = whole.clone();
        Arrays.fill(huge, 1, 5, (byte) 0x7F);
        assertThatThrownBy(() -> Share.read(NOWHERE, huge)).isInstanceOf(IOException.class);
    }
}
