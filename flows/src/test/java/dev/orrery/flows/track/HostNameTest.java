package dev.orrery.flows.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostNameTest {

    private static final String[] PYTHONS = {
        "python3", "-c", "import socket; print(socket.gethostname())"
    };

    @Test
    void runners_name_a_host_by_what_a_topic_can_hold() {
        assertThat(HostName.ofRunners("atlas-1.example_x")).isEqualTo("atlas-1.example_x");
        assertThat(HostName.ofRunners("Ada's Ma\u00e7@home")).isEqualTo("Ada-s-Ma--home");
        assertThat(HostName.ofRunners("x".repeat(100))).hasSize(HostName.CHARACTERS_MAX);
    }

    /** Or neither could tell whether the owner of the other's journal lives. */
    @Test
    void python_calls_this_machine_the_same() throws InterruptedException {
        try {
            var python = new ProcessBuilder(PYTHONS).start();
            assertThat(python.inputReader().lines()).containsExactly(HostName.ofSystem());
            assertThat(python.waitFor()).isZero();
        } catch (IOException absent) {
            assumeTrue(false, "there is no python3 here");
        }
    }
}
