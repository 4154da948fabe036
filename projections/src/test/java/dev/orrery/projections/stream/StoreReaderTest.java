package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreReaderTest {

    @Test
    void a_store_that_moves_in_the_middle_of_a_scan_is_elsewhere() {
        var scan = new StoreReader.OpenScan(3, new Moved());

        assertThatThrownBy(scan::next)
                .isInstanceOfSatisfying(
                        Elsewhere.class, moved -> assertThat(moved.partition()).isEqualTo(3));
    }

    private static final class Moved implements Scan {
        @Override
        public @Nullable Row next() {
            throw new InvalidStateStoreException("the store was closed");
        }

        @Override
        public void close() {}
    }
}
