package dev.orrery.projections.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Sightings sightings = new Sightings(nanos::get);

    @Test
    void a_copy_is_as_old_as_the_newest_look_that_it_has_reached() {
        saw(1, 10);
        saw(2, 10);
        saw(3, 15);
        nanos.set(seconds(7));

        assertThat(sightings.age(0, 9)).isEmpty();
        assertThat(sightings.age(0, 10)).hasValue(Duration.ofSeconds(5));
        assertThat(sightings.age(0, 14)).hasValue(Duration.ofSeconds(5));
        assertThat(sightings.age(0, 15)).hasValue(Duration.ofSeconds(4));
        assertThat(sightings.age(0, 99)).hasValue(Duration.ofSeconds(4));
        assertThat(sightings.age(1, 99)).isEmpty();
    }

    @Test
    void only_so_many_looks_are_kept() {
        for (int second = 1; second <= 1_000; second++) {
            saw(second, second);
        }

        assertThat(sightings.age(0, 880)).isEmpty();
        assertThat(sightings.age(0, 881)).hasValue(Duration.ofSeconds(119));
    }

    @Test
    void an_address_is_read_as_it_is_written() {
        for (var text : new String[] {"node-1:4200", "127.0.0.1:1", "[::1]:65535"}) {
            assertThat(NodeAddress.parse(text)).hasToString(text);
        }
        for (var wrong : new String[] {"", "node", ":1", "node:", "node:x", "node:0", "::1:80"}) {
            assertThatThrownBy(() -> NodeAddress.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void saw(int second, long sequence) {
        nanos.set(seconds(second));
        sightings.saw(0, sightings.now(), sequence);
    }

    private static long seconds(int number) {
        return Duration.ofSeconds(number).toNanos();
    }
}
