package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots.Stage;
import dev.orrery.commands.processor.Timers.CallNext;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Calls the runs of a deployment that wait, one after the other: to their end those of one that was
 * deleted, also where there is another of its name by now, then for a slot while one is free. Each
 * call is a timer that is due at once, so that a turn of the clock ends in time however many there
 * are.
 */
final class Queues {

    private final PartitionState state;
    private final Timers timers;
    private final Set<DeploymentId> called = new HashSet<>();

    Queues(PartitionState state, Timers timers) {
        this.state = state;
        this.timers = timers;
    }

    /** As when a task starts, with no timer set. */
    void restart(long now) {
        called.clear();
        state.slots().deployments().forEach(deployment -> call(deployment, now));
    }

    /** A run of the deployment changed: it may have left a slot to those that wait for one. */
    void changed(DeploymentId deployment, long now) {
        if (state.slots().of(deployment).count(Stage.AWAITING) > 0) {
            call(deployment, now);
        }
    }

    /** Sets the timer for the next that has something to be called for. */
    void call(DeploymentId deployment, long now) {
        if (next(deployment).isPresent() && called.add(deployment)) {
            timers.set(now, new CallNext(deployment));
        }
    }

    /** The timer has rung: whose turn it is. */
    Optional<RunId> take(DeploymentId deployment) {
        called.remove(deployment);
        return next(deployment);
    }

    /** Whose turn it is, if anybody's. */
    Optional<RunId> next(DeploymentId id) {
        var deployment = state.deployment(id).state();
        return state.slots().orphan(id, deployment).or(() -> first(id, deployment));
    }

    /** Who is first in line, while a slot is free. */
    private Optional<RunId> first(DeploymentId id, Deployment deployment) {
        return switch (deployment) {
            case Deployment.Live live -> {
                var slots = state.slots().of(id);
                var limit = live.document().concurrency();
                yield limit == null || slots.taken() < limit.limit()
                        ? slots.line().findFirst().map(Claim::run)
                        : Optional.empty();
            }
            case Deployment.Absent _, Deployment.Deleted _ -> Optional.empty();
        };
    }
}
