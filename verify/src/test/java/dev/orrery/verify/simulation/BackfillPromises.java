package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each nominal time of a range runs once, in order, and no more of them at once than was asked. */
final class BackfillPromises {

    private static final class Known {
        private final BackfillStarted begun;
        private final ScheduleDocument document;
        private final Set<RunId> going = new LinkedHashSet<>();
        private @Nullable Instant next;
        private int fired;

        private Known(BackfillStarted begun, ScheduleDocument document) {
            this.begun = begun;
            this.document = document;
            this.next = begun.next();
        }
    }

    /** One that goes on. */
    record Going(DeploymentId deployment, BackfillId backfill) {}

    private final DeploymentPromises deployments;
    private final Map<BackfillId, Known> underWay = new LinkedHashMap<>();
    private final Map<RunId, BackfillFired> fired = new HashMap<>();

    BackfillPromises(DeploymentPromises deployments) {
        this.deployments = deployments;
    }

    List<Going> underWay() {
        return underWay.entrySet().stream()
                .map(entry -> new Going(entry.getValue().begun.deployment(), entry.getKey()))
                .toList();
    }

    void keep(BackfillEvent event, Task.Pending pending) {
        switch (event) {
            case BackfillStarted e -> start(e);
            case BackfillFired e -> fire(e);
            case BackfillEnded e -> end(e, pending);
        }
    }

    private void start(BackfillStarted e) {
        var document = deployments.schedule(e.deployment(), e.name()).orElse(null);
        require(document != null, "only a schedule that is there is made up for: %s", e);
        var times = new NominalTimes(Objects.requireNonNull(document));
        require(
                e.next().equals(times.from(e.from())) && !e.next().isAfter(e.to()),
                "a backfill begins with the first nominal time of its range: %s",
                e);
        require(e.count() == times.count(e.from(), e.to()), "its times are counted: %s", e);
        require(underWay.put(e.backfill(), new Known(e, document)) == null, "it begins once");
    }

    private void fire(BackfillFired e) {
        var known = known(e);
        require(e.nominal().equals(known.next), "the times of a range run in order: %s", e);
        var now = deployments.schedule(known.begun.deployment(), known.begun.name());
        require(
                now.filter(document -> new NominalTimes(document).sameAs(known.document))
                        .isPresent(),
                "a backfill ends when its schedule changes: %s",
                e);
        known.going.add(e.run());
        require(
                known.going.size() <= known.begun.atOnce()
                        && e.underWay().size() <= known.begun.atOnce(),
                "no more than %s runs of a backfill are under way: %s",
                known.begun.atOnce(),
                known.going);
        require(
                e.underWay().containsAll(known.going),
                "a backfill knows its runs: %s, not %s",
                known.going,
                e);
        var next = new NominalTimes(known.document).after(e.nominal());
        known.next = next == null || next.isAfter(known.begun.to()) ? null : next;
        require(Objects.equals(e.next(), known.next), "%s follows: %s", known.next, e);
        known.fired++;
        require(fired.put(e.run(), e) == null, "a backfill runs a nominal time once: %s", e);
    }

    private void end(BackfillEnded e, Task.Pending pending) {
        var known = known(e);
        var asked = pending.cause() == null ? null : pending.cause().said();
        switch (e.end()) {
            case COMPLETED ->
                    require(
                            known.fired == known.begun.count() && known.going.isEmpty(),
                            "a backfill is complete when all its runs have ended: %s of %s, %s",
                            known.fired,
                            known.begun,
                            known.going);
            case CANCELLED ->
                    require(
                            asked instanceof CancelBackfill cancel
                                    && cancel.backfill().equals(e.backfill()),
                            "only who asks for it cancels a backfill: %s",
                            e);
            case STOPPED ->
                    require(
                            asked instanceof PutDeployment
                                    || asked instanceof RollBackDeployment
                                    || asked instanceof DeleteDeployment,
                            "only a change of its schedule stops a backfill: %s",
                            e);
        }
        underWay.remove(e.backfill());
    }

    /** A run that says that it is of a backfill is the one that fired. */
    void requested(RunRequested event, Instant at) {
        var backfill = event.cause().backfill();
        if (backfill != null) {
            var of = fired.get(event.run());
            require(
                    of != null
                            && of.backfill().equals(backfill)
                            && of.nominal().equals(event.cause().nominal())
                            && event.scheduledFor().equals(at),
                    "a run of a backfill is one that fired: %s",
                    event);
        }
    }

    /** What is tried again by hand does not count again. */
    void ended(RunId run) {
        var of = fired.get(run);
        var known = of == null ? null : underWay.get(of.backfill());
        if (known != null) {
            known.going.remove(run);
        }
    }

    private Known known(BackfillEvent event) {
        var known = underWay.get(event.backfill());
        require(known != null, "only what is under way goes on: %s", event);
        return Objects.requireNonNull(known);
    }
}
