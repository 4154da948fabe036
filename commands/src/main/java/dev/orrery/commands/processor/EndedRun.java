package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;

/**
 * An end of a run.
 *
 * @param run which
 * @param at when it ended
 */
record EndedRun(RunId run, Instant at) {

    /** Whether the run has stayed so: one that is tried again may have ended again. */
    boolean isStill(PartitionState state) {
        return switch (state.run(run).state()) {
            case Run.Ended now -> now.at().equals(at);
            case Run.TrackedEnded _ -> true;
            case Run.Absent _, Run.Waiting _, Run.Held _, Run.Tracked _ -> false;
        };
    }
}
