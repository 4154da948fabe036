package dev.orrery.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostTimeTest {

    private final HostTime before = HostTime.of("cpu  100 10 20 5000 30 1 9 60 0 0");

    @Test
    void used_is_all_but_waiting_and_what_was_stolen() {
        assertThat(before).isEqualTo(new HostTime(140, 60));
    }

    @Test
    void stolen_is_a_part_of_what_was_asked_for() {
        var after = HostTime.of("cpu  160 10 20 9000 90 1 9 80 0 0");
        assertThat(after.stolenPercentSince(before)).isEqualTo(25);
        assertThat(before.stolenPercentSince(before)).isZero();
    }
}
