package dev.orrery.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.audit.log.SequenceSearch.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceSearchTest {

    private static final int EVENTS = 500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_event_is_found_however_wide_the_gaps_are_and_nothing_else(long seed) {
        var random = new Random(seed);
        var records = new ArrayList<Seen>();
        long offset = 0;
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            // A kill in a transaction leaves many offsets that nobody reads.
            offset += random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(3);
            records.add(new Seen(offset++, sequence));
        }
        long end = offset + random.nextInt(3);
        int atOnce = 1 + random.nextInt(40);
        var search = new SequenceSearch(from -> from(records, from, atOnce));

        for (var each : records) {
            assertThat(search.find(each.sequence(), 0, end)).hasValue(each.offset());
        }
        assertThat(search.find(EVENTS + 1L, 0, end)).isEmpty();
        assertThat(search.find(Long.MAX_VALUE, 0, end)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 5})
    void an_event_that_is_missing_or_not_numbered_is_not_found(long sequence) {
        var records = List.of(new Seen(0, 2), new Seen(1, 0), new Seen(2, 4), new Seen(3, 0));

        assertThat(new SequenceSearch(from -> from(records, from, 2)).find(sequence, 0, 4))
                .isEmpty();
    }

    private static List<Seen> from(List<Seen> records, long offset, int atOnce) {
        return records.stream().filter(each -> each.offset() >= offset).limit(atOnce).toList();
    }
}
