package dev.orrery.verify.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The simulation finds what it is there to find: every bug of a list is caught within some seeds.
 * It takes minutes, so that a build leaves it out and {@code .ci/run} does not.
 */
@Tag("simulation")
@Tag("mutants")
class MutantsTest {

    private static final int SEEDS_MAX = 600;

    /** How a bug ended. */
    private record Fate(Mutant mutant, long caughtBy) {
        boolean survived() {
            return caughtBy > SEEDS_MAX;
        }

        @Override
        public String toString() {
            return mutant + (survived() ? ": SURVIVED" : ": caught by seed " + caughtBy);
        }
    }

    @BeforeAll
    static void quiet() {
        // A planted bug makes decisions fail, and each would be told at length.
        ((Logger) LoggerFactory.getLogger("dev.orrery.commands")).setLevel(Level.OFF);
    }

    @Test
    void every_planted_bug_is_caught() throws InterruptedException, ExecutionException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (var players = Executors.newFixedThreadPool(threads)) {
            List<Future<Fate>> fates =
                    Mutant.all().map(mutant -> players.submit(() -> fate(mutant))).toList();
            for (var fate : fates) {
                System.out.println(fate.get());
            }
            assertThat(fates).hasSizeGreaterThanOrEqualTo(60);
            assertThat(fates).noneMatch(fate -> fate.resultNow().survived());
        }
    }

    private static Fate fate(Mutant mutant) {
        var holds = Planted.players(mutant);
        long seed = 1;
        while (seed <= SEEDS_MAX && holds.test(seed)) {
            seed++;
        }
        return new Fate(mutant, seed);
    }
}
