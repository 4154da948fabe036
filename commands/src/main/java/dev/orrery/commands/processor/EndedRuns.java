package dev.orrery.commands.processor;

import dev.orrery.commands.processor.Timers.ForgetRuns;
import dev.orrery.schemas.id.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Which runs that ended are still remembered, since commands may name them: for a while, and no
 * more than so many. In memory only, since it follows from the state.
 */
final class EndedRuns {

    private final PartitionState state;
    private final Timers timers;
    private final Duration kept;
    private final int max;
    private final PriorityQueue<EndedRun> oldest =
            new PriorityQueue<>(Comparator.comparing(EndedRun::at));
    private Instant youngestForgotten = Instant.MIN;

    /**
     * @param kept for how long each is remembered
     * @param max how many are remembered; the oldest go first
     */
    EndedRuns(PartitionState state, Timers timers, Duration kept, int max) {
        this.state = state;
        this.timers = timers;
        this.kept = kept;
        this.max = max;
    }

    /** As when a task starts: which it forgot before, nobody knows. */
    void restart(long nowMillis) {
        oldest.clear();
        youngestForgotten = Instant.ofEpochMilli(nowMillis);
    }

    /** A run ended; since it may be tried again, it may end again. */
    void add(RunId run, Instant at) {
        var ended = new EndedRun(run, at);
        oldest.add(ended);
        if (ended.equals(oldest.peek()) || oldest.size() > max) {
            await();
        }
    }

    /** Forgets the oldest, where it is time for it or there are too many. */
    void forget(long nowMillis) {
        var first = oldest.peek();
        if (first == null || nowMillis < due(first)) {
            return;
        }
        oldest.remove();
        if (first.isStill(state)) {
            state.forget(first.run());
            var begun = first.run().time();
            youngestForgotten = begun.isAfter(youngestForgotten) ? begun : youngestForgotten;
        }
        await();
    }

    /** Whether a run that is not known, and would have this id, may have been forgotten. */
    boolean mayHaveForgotten(RunId run, Instant now) {
        var begun = run.time();
        return begun.isBefore(now.minus(kept)) || !begun.isAfter(youngestForgotten);
    }

    private void await() {
        var first = oldest.peek();
        if (first != null) {
            timers.set(due(first), new ForgetRuns(this));
        }
    }

    private long due(EndedRun first) {
        return oldest.size() > max ? Long.MIN_VALUE : first.at().plus(kept).toEpochMilli();
    }
}
