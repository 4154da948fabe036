package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswerAgesTest {

    private static final long NOW = 1_795_000_000_000L;

    private final AnswerAges ages = new AnswerAges();

    @Test
    void the_oldest_is_removed_first_over_many_chunks() {
        var expected = new ArrayDeque<UUID>();
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            var hash = new UUID(random.nextLong(), random.nextLong());
            ages.add(NOW + i, hash);
            expected.add(hash);
            if (i % 3 == 0) {
                assertThat(ages.removeOldest()).isEqualTo(expected.remove());
            }
        }
        assertThat(ages.size()).isEqualTo(expected.size());
        while (!expected.isEmpty()) {
            assertThat(ages.oldestMillis()).isEqualTo(NOW + 50_000 - expected.size());
            assertThat(ages.removeOldest()).isEqualTo(expected.remove());
        }
        assertThat(ages.isEmpty()).isTrue();
        ages.add(NOW, new UUID(1, 2));
        assertThat(ages.removeOldest()).isEqualTo(new UUID(1, 2));
    }

    @Test
    void what_came_in_any_order_is_sorted_by_age() {
        var random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            long millis = NOW - random.nextInt(1_000_000_000);
            ages.add(millis, new UUID(millis, i));
        }

        var sorted = ages.sorted();

        assertThat(sorted.size()).isEqualTo(10_000);
        for (long last = 0; !sorted.isEmpty(); ) {
            long millis = sorted.oldestMillis();
            assertThat(millis).isGreaterThanOrEqualTo(last);
            assertThat(sorted.removeOldest().getMostSignificantBits()).isEqualTo(millis);
            last = millis;
        }
    }

    @Test
    void none_is_sorted_to_none() {
        assertThat(ages.sorted().isEmpty()).isTrue();
    }
}
