package dev.orrery.projections.view;

import dev.orrery.projections.view.RunOrigin.Cause;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs: what they were asked to be, how far they are, and by deployment, state and name. */
final class RunViews implements View {

    /** A process that executes a run by itself does so once. */
    private static final int TRACKED_ATTEMPT = 1;

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        switch (recorded.event()) {
            case RunEvent event -> fold(event, recorded.header(), rows, tally);
            case DeploymentEvent _, ScheduleEvent _ -> {}
        }
    }

    private static void fold(RunEvent event, EventHeader header, Rows rows, Tally tally) {
        var id = event.run();
        var before = find(id, rows);
        if (event instanceof RunRequested requested) {
            keepOrigin(requested, header, rows);
        } else if (event instanceof RunTracked tracked) {
            keepOrigin(tracked, header, rows);
        }
        var state = RunState.after(event, header.time());
        var moved =
                before == null ? begun(event, state) : state == null ? before : before.in(state);
        var now = step(moved, event, header.time()).at(header.version());
        rows.put(Keys.run(id), now);
        var from = before == null ? null : before.state().type();
        var to = now.state().type();
        if (from != to) {
            move(id, from, to, rows);
            tally.moved(from, to);
        }
    }

    /** What an event changes of a run beside its state. */
    private static RunProgress step(RunProgress run, RunEvent event, Instant time) {
        return switch (event) {
            case RunRequested _, RunReturned _, RunLeaseExpired _, RunCancelRequested _ -> run;
            case RunLate _ -> run;
            case RunTracked e -> run.attempted(TRACKED_ATTEMPT).startedAt(e.tracked().startedAt());
            case RunLeased e -> run.heldBy(e.runner().value(), e.attempt());
            case RunStarted _ -> run.startedAt() == null ? run.startedAt(time) : run;
            case RunCompleted e -> run.endedAt(time).leaving(null, e.result());
            case RunFailed e -> run.endedAt(time).leaving(e.exitCode(), null);
            case RunCrashed _, RunCancelled _ -> run.endedAt(time);
            case TrackedRunEnded e -> run.endedAt(e.endedAt()).leaving(e.exitCode(), e.result());
        };
    }

    private static RunProgress begun(RunEvent event, @Nullable RunState state) {
        if (!(event instanceof RunRequested || event instanceof RunTracked) || state == null) {
            throw new IllegalStateException(
                    "the log speaks of run " + event.run() + ", never asked for");
        }
        return new RunProgress(event.run().value(), 0, state, 0, null, null, null, null, null);
    }

    private static void keepOrigin(RunRequested event, EventHeader header, Rows rows) {
        var deployment = DeploymentViews.name(event.deployment(), rows);
        var origin = RunOrigin.of(event, deployment, header.time(), cause(event, header));
        rows.put(Keys.runOrigin(event.run()), origin);
        rows.put(Keys.runOf(event.deployment(), event.run()), Keys.NOTHING);
        rows.put(Keys.runNamed(event.name(), event.run()), Keys.NOTHING);
    }

    private static void keepOrigin(RunTracked event, EventHeader header, Rows rows) {
        var id = event.deployment();
        var deployment = id == null ? null : DeploymentViews.name(id, rows);
        rows.put(
                Keys.runOrigin(event.run()),
                RunOrigin.of(event, deployment, header.time(), reported(header)));
        rows.put(Keys.runNamed(event.name(), event.run()), Keys.NOTHING);
        if (id == null) {
            DeploymentViews.keepFlow(event.tracked().flow(), header.time(), rows);
        } else {
            rows.put(Keys.runOf(id, event.run()), Keys.NOTHING);
        }
    }

    private static Cause reported(EventHeader header) {
        var origin = header.origin();
        return new Cause(
                Cause.Kind.REPORTED,
                header.actor(),
                origin == null ? null : origin.command().value(),
                null,
                null);
    }

    private static Cause cause(RunRequested event, EventHeader header) {
        var schedule = event.cause().schedule();
        var origin = header.origin();
        return new Cause(
                schedule == null ? Cause.Kind.COMMAND : Cause.Kind.SCHEDULE,
                header.actor(),
                origin == null ? null : origin.command().value(),
                schedule == null ? null : schedule.value(),
                event.cause().nominal());
    }

    private static void move(RunId id, @Nullable StateType from, StateType to, Rows rows) {
        if (from != null) {
            rows.delete(Keys.runIn(from, id));
        }
        rows.put(Keys.runIn(to, id), Keys.NOTHING);
    }

    private static @Nullable RunProgress find(RunId id, Rows rows) {
        return rows.view(Keys.run(id), RunProgress.class);
    }
}
