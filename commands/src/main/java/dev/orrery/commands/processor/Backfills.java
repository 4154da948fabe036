package dev.orrery.commands.processor;

import static java.util.Objects.requireNonNull;

import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Backfill.UnderWay;
import dev.orrery.commands.processor.Timers.AdvanceBackfill;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which backfills are under way, and for which of them a run is waited for: in memory only, since
 * it follows from the state.
 */
final class Backfills {

    /**
     * A backfill that is under way.
     *
     * @param deployment whose it is
     * @param runs that are waited for
     */
    private record Going(DeploymentId deployment, Set<RunId> runs) {}

    private final PartitionState state;
    private final Timers timers;
    private final Map<BackfillId, Going> going = new HashMap<>();
    private final Map<DeploymentId, Set<BackfillId>> underWay = new HashMap<>();
    private final Map<RunId, BackfillId> runs = new HashMap<>();

    Backfills(PartitionState state, Timers timers) {
        this.state = state;
        this.timers = timers;
    }

    /** Those of a deployment, the oldest first. */
    List<UnderWay> of(DeploymentId deployment) {
        return underWay.getOrDefault(deployment, Set.of()).stream()
                .sorted(Comparator.comparing(BackfillId::toString))
                .flatMap(id -> underWay(state.backfill(id).state()))
                .toList();
    }

    /** Finds them again in the state, as when a task starts; each may have missed something. */
    void restart(long now) {
        going.clear();
        underWay.clear();
        runs.clear();
        state.eachBackfill(stored ->
                underWay(stored.state())
                        .forEach(backfill -> {
                            know(backfill.deployment(), backfill.id(), now);
                            await(backfill.id(), backfill.underWay());
                        }));
    }

    void after(BackfillEvent event, long now) {
        switch (event) {
            case BackfillStarted e -> know(e.deployment(), e.backfill(), now);
            case BackfillFired e -> {
                await(e.backfill(), e.underWay());
                advance(e.backfill(), now);
            }
            case BackfillEnded e -> forget(e.backfill());
        }
    }

    /**
     * There may be room for another run. Its end may not be its last: it can be tried again by hand
     * before another run is requested, and is waited for once more.
     */
    void ended(RunId run, long now) {
        var backfill = runs.get(run);
        if (backfill != null) {
            advance(backfill, now);
        }
    }

    private void await(BackfillId backfill, List<RunId> awaited) {
        var before = requireNonNull(going.get(backfill)).runs();
        before.forEach(runs::remove);
        before.clear();
        before.addAll(awaited);
        awaited.forEach(run -> runs.put(run, backfill));
    }

    private void forget(BackfillId backfill) {
        var gone = requireNonNull(going.remove(backfill));
        gone.runs().forEach(runs::remove);
        var others = requireNonNull(underWay.get(gone.deployment()));
        others.remove(backfill);
        if (others.isEmpty()) {
            underWay.remove(gone.deployment());
        }
    }

    private void know(DeploymentId deployment, BackfillId backfill, long now) {
        going.put(backfill, new Going(deployment, new HashSet<>()));
        underWay.computeIfAbsent(deployment, _ -> new LinkedHashSet<>()).add(backfill);
        advance(backfill, now);
    }

    private void advance(BackfillId backfill, long now) {
        timers.set(now, new AdvanceBackfill(backfill));
    }

    private static Stream<UnderWay> underWay(Backfill backfill) {
        return switch (backfill) {
            case UnderWay going -> Stream.of(going);
            case Backfill.Ended _ -> Stream.empty();
        };
    }
}
