package dev.orrery.commands.domain;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories of a deployment, its schedules and its runs. A failure prints the
 * seed of its history; {@code -Dorrery.seed=...} tells that one again.
 */
class RandomWalkTest {

    private static final String SEED = "orrery.seed";
    private static final int WALKS = 2_000;
    private static final int STEPS = 60;

    @Test
    void whatever_is_asked_the_promises_hold() {
        var again = Long.getLong(SEED);
        if (again != null) {
            walk(again);
            return;
        }
        var seeds = RandomGenerator.getDefault();
        for (int i = 0; i < WALKS; i++) {
            walk(seeds.nextLong());
        }
    }

    private static void walk(long seed) {
        var walk = new RandomWalk(RandomGeneratorFactory.getDefault().create(seed));
        try {
            for (int step = 0; step < STEPS; step++) {
                walk.step();
            }
            walk.end();
        } catch (Exception | AssertionError broken) {
            throw new AssertionError(
                    "tell it again with -D" + SEED + "=" + seed + "\n" + walk.history(), broken);
        }
    }
}
