package dev.orrery.verify.simulation;

import dev.orrery.schemas.id.Fence;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** All chance of one simulation: the same seed rolls the same. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From 0 to one less than this. */
    int below(int end) {
        return random.nextInt(end);
    }

    /** Both ends included. */
    long between(long first, long last) {
        return random.nextLong(first, last + 1);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Fence fence() {
        return new Fence(new UUID(random.nextLong(), random.nextLong()));
    }
}
