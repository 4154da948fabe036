package dev.orrery.verify.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who changes a line that a bug is planted in learns it in the next build. */
class MutantPlacesTest {

    static Stream<Mutant> all() {
        return Mutant.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void finds_its_place(Mutant mutant) {
        assertThat(Planted.source(mutant)).contains(mutant.wrong());
    }
}
