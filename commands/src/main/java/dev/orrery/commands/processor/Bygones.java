package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.commands.domain.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * The ended runs that a fold of the log has met. The writer forgot them when they had been over for
 * a while, and a fold does too, some time later: all that ever ran does not fit into memory.
 */
final class Bygones {

    private static final Duration LATER = Duration.ofHours(1);

    private final PartitionState state;
    private final Duration kept;
    private final long max;
    private final ArrayDeque<EndedRun> runs = new ArrayDeque<>();
    private final ArrayDeque<EndedRun> tracked = new ArrayDeque<>();

    Bygones(PartitionState state, ProcessorSettings settings) {
        this.state = state;
        this.kept = settings.endedRunsKept().plus(LATER);
        this.max = 2L * settings.endedRunsMax();
    }

    void restart() {
        runs.clear();
        tracked.clear();
    }

    /**
     * Takes notice of a run that changed.
     *
     * @param now the time of the change
     */
    void note(Run changed, Instant now) {
        switch (changed) {
            case Run.Ended ended -> runs.add(new EndedRun(ended.id(), ended.at()));
            case Run.TrackedEnded ended -> tracked.add(new EndedRun(ended.id(), ended.at()));
            case Run.Absent _, Run.Waiting _, Run.Held _, Run.Tracked _ -> {}
        }
        forget(runs, kept, max, now);
        forget(tracked, TrackedRules.KEPT.plus(LATER), Long.MAX_VALUE, now);
    }

    private void forget(ArrayDeque<EndedRun> ended, Duration forLong, long most, Instant now) {
        while (ended.size() > most || isOver(ended, forLong, now)) {
            var first = ended.removeFirst();
            if (first.isStill(state)) {
                state.forget(first.run());
            }
        }
    }

    private static boolean isOver(ArrayDeque<EndedRun> ended, Duration forLong, Instant now) {
        return !ended.isEmpty() && ended.getFirst().at().plus(forLong).isBefore(now);
    }
}
