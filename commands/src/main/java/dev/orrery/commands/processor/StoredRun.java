package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunContext;
import dev.orrery.commands.domain.run.RunDecider;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a decision about a run looks up, when it does.
 *
 * @param id of the run
 * @param run as it is
 * @param state of the partition
 */
record StoredRun(RunId id, Run run, PartitionState state) implements RunContext {

    static StoredRun of(RunId id, PartitionState state) {
        return new StoredRun(id, state.run(id).state(), state);
    }

    Decision decide(RunAction action, Instant now) {
        return RunDecider.decide(run, action, this, now);
    }

    @Override
    public RunSpecification specification() {
        return state.work(id).specification();
    }

    @Override
    public @Nullable Instant nominal() {
        return state.work(id).nominal();
    }

    @Override
    public boolean isServed() {
        return state.rules().serves(specification().pool());
    }

    @Override
    public Deployment deployment() {
        return switch (run) {
            case Run.Dispatched dispatched -> state.deployment(dispatched.deployment()).state();
            case Run.Absent _, Run.ByProcess _ -> Deployment.ABSENT;
        };
    }

    @Override
    public Slots slots() {
        return switch (run) {
            case Run.Dispatched dispatched -> state.slots().of(dispatched.deployment());
            case Run.Absent _, Run.ByProcess _ -> Slots.NONE;
        };
    }
}
