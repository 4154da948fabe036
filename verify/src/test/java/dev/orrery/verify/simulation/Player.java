package dev.orrery.verify.simulation;

import java.util.function.LongPredicate;

/** Plays a seed and says whether every promise held; loaded once more for each planted bug. */
final class Player implements LongPredicate {

    @Override
    public boolean test(long seed) {
        return Simulation.holds(seed);
    }
}
