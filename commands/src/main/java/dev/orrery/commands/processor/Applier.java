package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.views.ViewGenerations;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;

/**
 * Folds events into the state: the same steps for an event just decided and for one read back from
 * the log, so that both ways give the same bytes.
 */
final class Applier {

    private final PartitionState state;

    Applier(PartitionState state) {
        this.state = state;
    }

    void apply(EventHeader header, Event event) {
        long sequence = header.id().sequence();
        switch (event) {
            case DeploymentEvent e -> {
                var before = state.deployment(e.deployment());
                var after = Deployment.evolve(before.state(), e);
                requireNext(header, before.version());
                state.put(
                        e.deployment(), new Stored.OfDeployment(header.version(), sequence, after));
                note(e);
            }
            case ScheduleEvent e -> {
                var before = state.schedule(e.schedule());
                var after = Schedule.evolve(before.state(), e);
                requireNext(header, before.version());
                state.put(e.schedule(), new Stored.OfSchedule(header.version(), sequence, after));
            }
            case BackfillEvent e -> {
                var before = state.backfill(e.backfill());
                var after = Backfill.evolve(before.state(), e);
                requireNext(header, before.version());
                switch (after) {
                    case Backfill.UnderWay _ ->
                            state.put(
                                    e.backfill(),
                                    new Stored.OfBackfill(header.version(), sequence, after));
                    case Backfill.Ended _ -> state.forget(e.backfill());
                }
            }
            case ViewsEvent e -> {
                var before = state.views();
                var after = ViewGenerations.evolve(before.state(), e);
                requireNext(header, before.version());
                state.put(new Stored.OfViews(header.version(), sequence, after));
            }
            case RunEvent e -> {
                var before = state.run(e.run());
                var after = Run.evolve(before.state(), e, header.time());
                requireNext(header, before.version());
                if (e instanceof RunRequested requested) {
                    keepWork(requested);
                }
                state.put(e.run(), new Stored.OfRun(header.version(), sequence, after));
                note(after);
            }
        }
    }

    private void note(DeploymentEvent event) {
        switch (event) {
            case DeploymentCreated e -> state.put(e.deployment(), e.revision(), e.document());
            case DeploymentUpdated e -> state.put(e.deployment(), e.revision(), e.document());
            case DeploymentDeleted e -> state.slots().end(e.deployment());
            case DeploymentPaused _, DeploymentResumed _ -> {}
        }
    }

    private void note(Run run) {
        switch (run) {
            case Run.Dispatched dispatched -> state.note(dispatched);
            case Run.Absent _, Run.ByProcess _ -> {}
        }
    }

    private void keepWork(RunRequested requested) {
        switch (state.deployment(requested.deployment()).state()) {
            case Deployment.Live live ->
                    state.put(requested.run(), Stored.OfWork.of(live.flow(), requested));
            case Deployment.Absent _, Deployment.Deleted _ ->
                    throw new IllegalStateException("the log runs a deployment that is not");
        }
    }

    private static void requireNext(EventHeader header, long before) {
        if (header.version() != before + 1) {
            throw new IllegalStateException(
                    "event "
                            + header.id()
                            + " has version "
                            + header.version()
                            + " after "
                            + before);
        }
    }
}
