package dev.orrery.projections.view;

import dev.orrery.projections.view.RunOrigin.Cause;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs: what they were asked to be, how far they are, and by deployment, state and name. */
public final class RunViews implements View {

    /** A process that executes a run by itself does so once. */
    private static final int TRACKED_ATTEMPT = 1;

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        switch (recorded.event()) {
            case RunEvent event -> fold(event, recorded, rows, tally);
            case DeploymentEvent _, ScheduleEvent _, BackfillEvent _, ViewsEvent _ -> {}
        }
    }

    private static void fold(RunEvent event, RecordedEvent recorded, Rows rows, Tally tally) {
        var header = recorded.header();
        var id = event.run();
        var before = find(id, rows);
        if (event instanceof RunRequested requested) {
            keepOrigin(requested, header, rows);
        } else if (event instanceof RunTracked tracked) {
            keepOrigin(tracked, header, rows);
        }
        var now = after(before, event, header);
        rows.put(Keys.run(id), now);
        var from = before == null ? null : before.state().type();
        var to = now.state().type();
        if (from != to) {
            move(id, from, to, rows);
            tally.moved(from, to);
            if (from != null) {
                BackfillViews.moved(event, from, to, recorded, rows);
            }
        }
    }

    /** How far a run is after an event, by how far it was before. */
    public static RunProgress after(
            @Nullable RunProgress before, RunEvent event, EventHeader header) {
        var state = RunState.after(event, header.time(), () -> before);
        var moved =
                before == null ? begun(event, state) : state == null ? before : before.in(state);
        return step(moved, event, header.time()).at(header.version());
    }

    /** What an event changes of a run beside its state. */
    private static RunProgress step(RunProgress run, RunEvent event, Instant time) {
        return switch (event) {
            case RunRequested e -> run.due(e.scheduledFor());
            case RunRetryScheduled e -> run.due(e.scheduledFor());
            case RunReturned e -> run.attempted(e.attempt() - 1).due(time);
            case RunResumed _ -> run.resumed(time);
            case RunLeaseExpired _, RunCancelRequested _, RunPaused _ -> run;
            case RunLate _, RunAdmitted _, RunAwaitsSlot _ -> run;
            case RunTracked _, TrackedRunChanged _ -> tracked(run.attempted(TRACKED_ATTEMPT));
            case RunLeased e -> run.heldBy(e.runner().value(), e.attempt());
            case RunStarted _ -> run.startedAt() == null ? run.startedAt(time) : run;
            case RunCompleted e -> run.ended(time, null, e.result());
            case RunFailed e -> run.ended(time, e.exitCode(), null);
            case RunCrashed _, RunCancelled _ -> run.ended(time, null, null);
            case TrackedRunEnded e -> run.ended(e.endedAt(), e.exitCode(), e.result());
        };
    }

    /** One that is only planned when it is first reported begins when it is said to run. */
    private static RunProgress tracked(RunProgress run) {
        var state = run.state();
        return run.startedAt() == null && state.type() == StateType.RUNNING
                ? run.startedAt(state.time())
                : run;
    }

    private static RunProgress begun(RunEvent event, @Nullable RunState state) {
        if (!(event instanceof RunRequested || event instanceof RunTracked) || state == null) {
            throw new IllegalStateException(
                    "the log speaks of run " + event.run() + ", never asked for");
        }
        return RunProgress.begun(event.run().value(), state);
    }

    private static void keepOrigin(RunRequested event, EventHeader header, Rows rows) {
        var deployment = DeploymentViews.name(event.deployment(), rows);
        var cause = cause(event, header, rows);
        var origin = RunOrigin.of(event, deployment, header.time(), cause);
        rows.put(Keys.runOrigin(event.run()), origin);
        rows.put(Keys.runOf(event.deployment(), event.run()), Keys.NOTHING);
        rows.put(Keys.runNamed(event.name(), event.run()), Keys.NOTHING);
        var backfill = event.cause().backfill();
        if (backfill != null) {
            rows.put(Keys.runOfBackfill(backfill, event.run()), Keys.NOTHING);
        }
        var parent = event.cause().parent();
        if (parent != null) {
            rows.put(Keys.runOfParent(parent, event.run()), Keys.NOTHING);
        }
    }

    private static void keepOrigin(RunTracked event, EventHeader header, Rows rows) {
        var id = event.deployment();
        var deployment = id == null ? null : DeploymentViews.name(id, rows);
        rows.put(
                Keys.runOrigin(event.run()),
                RunOrigin.of(event, deployment, header.time(), cause(event, header)));
        rows.put(Keys.runNamed(event.name(), event.run()), Keys.NOTHING);
        var parent = event.tracked().parent();
        if (parent != null) {
            rows.put(Keys.runOfParent(parent, event.run()), Keys.NOTHING);
        }
        if (id == null) {
            DeploymentViews.keepFlow(event.tracked().flow(), header.time(), rows);
        } else {
            rows.put(Keys.runOf(id, event.run()), Keys.NOTHING);
        }
    }

    private static Cause cause(RunTracked event, EventHeader header) {
        return new Cause(
                Cause.Kind.REPORTED,
                header.actor(),
                commandId(header),
                null,
                null,
                null,
                null,
                value(event.tracked().parent()),
                null);
    }

    private static Cause cause(RunRequested event, EventHeader header, Rows rows) {
        var why = event.cause();
        var schedule = why.schedule();
        return new Cause(
                kind(why),
                header.actor(),
                commandId(header),
                value(schedule),
                schedule == null ? null : ScheduleViews.name(event.deployment(), schedule, rows),
                why.nominal(),
                value(why.backfill()),
                value(why.parent()),
                value(why.rerunOf()));
    }

    private static @Nullable UUID value(@Nullable AggregateId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable String commandId(EventHeader header) {
        var origin = header.origin();
        return origin == null ? null : origin.command().value();
    }

    private static Cause.Kind kind(RunCause cause) {
        if (cause.backfill() != null) {
            return Cause.Kind.BACKFILL;
        }
        return cause.schedule() == null ? Cause.Kind.COMMAND : Cause.Kind.SCHEDULE;
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
