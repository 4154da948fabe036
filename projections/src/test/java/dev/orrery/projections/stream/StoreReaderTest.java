package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.schemas.http.ApiProblem;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreReaderTest {

    @Test
    void a_store_that_moves_in_the_middle_of_a_scan_is_not_ready() {
        var scan = new StoreReader.OpenScan(new Moved());

        assertThatThrownBy(scan::next)
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining("not ready");
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
