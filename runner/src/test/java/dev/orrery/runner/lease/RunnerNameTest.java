package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerNameTest {

    @TempDir Path folder;

    @Test
    void a_name_outlives_restarts() throws Exception {
        String name = RunnerName.in(folder.resolve("new"), "atlas");
        assertThat(name).matches("atlas-[0-9a-f]{4}");
        assertThat(RunnerName.in(folder.resolve("new"), "borea")).isEqualTo(name);
        assertThat(RunnerName.in(folder.resolve("long"), "x".repeat(100))).hasSize(64 + 5);
    }

    @Test
    void settings_have_limits() {
        assertThatThrownBy(() -> RunnerSettings.of(List.of("a/b"), 1, folder))
                .hasMessageContaining("pool must be");
        assertThatThrownBy(() -> RunnerSettings.of(List.of("default"), 0, folder))
                .hasMessageContaining("capacity must be");
        assertThat(RunnerSettings.of(List.of("default"), 10, folder).capacity()).isEqualTo(10);
    }
}
