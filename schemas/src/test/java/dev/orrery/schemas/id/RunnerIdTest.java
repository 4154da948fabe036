package dev.orrery.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RunnerIdTest {

    private static final RunnerId FIRST = RunnerId.of("build@host", 1);

    @Test
    void a_runner_keeps_its_name_over_restarts() {
        assertThat(FIRST.name()).isEqualTo("build@host");
        assertThat(new RunnerId("nameless").name()).isEqualTo("nameless");
    }

    @Test
    void another_life_has_the_name_and_another_start() {
        assertThat(FIRST.isAnotherLifeOf(RunnerId.of("build@host", 2))).isTrue();
        assertThat(FIRST.isAnotherLifeOf(RunnerId.of("build@host", 1))).isFalse();
        assertThat(FIRST.isAnotherLifeOf(RunnerId.of("build@other", 2))).isFalse();
    }

    @Test
    void a_runner_id_has_1_to_255_characters() {
        assertThat(new RunnerId("r".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new RunnerId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RunnerId("r".repeat(256)));
    }

    @Test
    void a_command_id_has_1_to_255_characters() {
        assertThat(new CommandId("k".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandId("k".repeat(256)));
    }
}
