package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.processor.Timers.Announce;
import dev.orrery.commands.processor.Timers.CheckLate;
import dev.orrery.commands.processor.Timers.CheckQueueTimeout;
import dev.orrery.commands.processor.Timers.FireSchedule;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
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
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;

/** Sets the timers and sends the signals that follow from what happened. */
final class Liveness {

    /** Doubling ends here: once an hour is often enough for a pool that nobody serves. */
    private static final long ANNOUNCE_AGAIN_MILLIS_MAX = 3_600_000;

    /** The first pause after a run was given back; doubles each time, since it may go on so. */
    private static final long RETURNED_MILLIS = 100;

    private static final long RETURNED_MILLIS_MAX = 60_000;

    /** What waited while nobody decided does not fail before runners could have leased it. */
    private static final long RUNNERS_COME_BACK_MILLIS = 15_000;

    private final PartitionState state;
    private final Timers timers;
    private final Signals signals;
    private final Holders holders;
    private final Announcing announcing;
    private final Queues queues;
    private final Backfills backfills;
    private final EndedRuns ended;
    private final EndedRuns trackedEnded;
    private final long announceAgainMillis;
    private final long lateAfterMillis;
    private boolean areViewsShown;

    Liveness(
            PartitionState state,
            Timers timers,
            Signals signals,
            Holders holders,
            Announcing announcing,
            Queues queues,
            Backfills backfills,
            EndedRuns ended,
            EndedRuns trackedEnded,
            ProcessorSettings settings) {
        this.state = state;
        this.timers = timers;
        this.signals = signals;
        this.holders = holders;
        this.announcing = announcing;
        this.queues = queues;
        this.backfills = backfills;
        this.ended = ended;
        this.trackedEnded = trackedEnded;
        this.lateAfterMillis = settings.lateAfter().toMillis();
        this.announceAgainMillis = settings.announceAgain().toMillis();
    }

    /** Sets every timer again from the state, as when a task starts. */
    void restart(long now) {
        timers.clear();
        holders.clear();
        announcing.restart();
        state.slots().clear();
        backfills.restart(now);
        ended.restart(now);
        trackedEnded.restart(now);
        state.eachSchedule(schedule -> await(schedule, now));
        state.eachRun(run -> {
            switch (run) {
                case Run.Dispatched dispatched -> {
                    state.note(dispatched);
                    restart(dispatched, now);
                }
                case Run.Tracked _ -> {}
                case Run.TrackedEnded ended -> trackedEnded.add(ended.id(), ended.at());
            }
        });
        queues.restart(now);
        areViewsShown = false;
    }

    /** Says again after a start which views are live; while a task starts it can send nothing. */
    void turn(long now) {
        if (!areViewsShown) {
            signals.show(state.views(), now);
            areViewsShown = true;
        }
    }

    private void restart(Run.Dispatched run, long now) {
        switch (run) {
            case Run.Queued queued -> announceSoon(queued, now);
            case Run.Late late -> announceSoon(late, now);
            case Run.AwaitingSlot waiting ->
                    checkQueueTimeout(waiting, now + RUNNERS_COME_BACK_MILLIS);
            case Run.Suspended _ -> {}
            case Run.Held held -> holders.watch(held, now);
            case Run.Ended ended -> this.ended.add(ended.id(), ended.at());
        }
    }

    /** Announced before perhaps, and perhaps not heard: once more, soon. */
    private void announceSoon(Run.Waiting run, long now) {
        long ready = readyMillis(run, now);
        long announced = ready > now ? ready : now + announceAgainMillis;
        timers.set(announced, new Announce(run.id(), version(run), 0, entered(run, now)));
        // Not before runners have had the time to say that they are there.
        checkLateAfter(ready, run);
        checkQueueTimeout(run, now + RUNNERS_COME_BACK_MILLIS);
    }

    void after(List<Appender.Entry> entries, long now) {
        for (var entry : entries) {
            switch (entry.event()) {
                case ScheduleEvent e -> await(state.schedule(e.schedule()), now);
                case RunEvent e -> after(e, now);
                case DeploymentEvent e -> queues.call(e.deployment(), now);
                case BackfillEvent e -> backfills.after(e, now);
                case ViewsEvent _ -> signals.show(state.views(), now);
            }
        }
    }

    private void after(RunEvent event, long now) {
        var run = state.run(event.run()).state();
        if (run instanceof Run.Dispatched dispatched) {
            queues.changed(dispatched.deployment(), now);
        }
        switch (event) {
            case RunRequested _ -> awaitRunner(run, now);
            case RunTracked _, TrackedRunChanged _ -> {}
            case RunAdmitted _ -> {
                if (run instanceof Run.Waiting waiting) {
                    announce(waiting, 0, now);
                    checkLateAfter(now, waiting);
                }
            }
            case RunAwaitsSlot _ -> announcing.forget(event.run());
            case RunPaused _ -> {
                announcing.forget(event.run());
                if (run instanceof Run.Held held) {
                    holders.pause(held, now);
                }
            }
            case RunResumed _ -> {
                switch (run) {
                    case Run.Held held -> {
                        holders.resume(held, now);
                    }
                    case Run.Waiting _ -> awaitRunner(run, now);
                    case Run.Absent _, Run.Ended _, Run.ByProcess _ -> {}
                }
            }
            case RunRetryScheduled _ -> {
                holders.end(event.run());
                awaitRunner(run, now);
            }
            case RunLate _ -> {
                if (run instanceof Run.Waiting waiting) {
                    announceAgain(waiting, 0, now);
                }
            }
            case RunReturned _ -> {
                holders.end(event.run());
                if (run instanceof Run.Waiting waiting) {
                    // What waits for a deployment that is gone by now ends.
                    queues.call(waiting.deployment(), now);
                    announceReturned(waiting, now);
                    checkLateAfter(now, waiting);
                    checkQueueTimeout(waiting, now);
                }
            }
            case RunLeased _ -> {
                announcing.forget(event.run());
                timers.drop(event.run());
                if (run instanceof Run.Held held) {
                    holders.watch(held, now);
                }
            }
            case RunStarted _ -> {
                if (run instanceof Run.Held held) {
                    holders.update(held);
                }
            }
            case RunCancelRequested _ -> {
                if (run instanceof Run.Held held) {
                    holders.cancel(held, now);
                }
            }
            case RunLeaseExpired _ -> holders.abandon(event.run(), now);
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _, TrackedRunEnded _ -> {
                backfills.ended(event.run(), now);
                holders.end(event.run());
                timers.drop(event.run());
                announcing.forget(event.run());
                switch (run) {
                    case Run.Ended ended -> this.ended.add(ended.id(), ended.at());
                    case Run.TrackedEnded ended -> trackedEnded.add(ended.id(), ended.at());
                    case Run.Absent _, Run.Waiting _, Run.Held _, Run.Tracked _ -> {}
                }
            }
        }
    }

    /** It waits anew: for its time, and then for a runner. */
    private void awaitRunner(Run run, long now) {
        if (run instanceof Run.Waiting waiting) {
            await(waiting, now);
            checkQueueTimeout(waiting, now);
        }
    }

    /** Sets the timers of a run that begins to wait, unless its deployment's slots were asked. */
    private void await(Run.Waiting run, long now) {
        switch (run) {
            case Run.Queued queued when !queued.ticket().slot() -> {
                long ready = readyMillis(run, now);
                if (isLimited(run)) {
                    timers.set(ready, new Announce(run.id(), version(run), 0));
                } else {
                    announce(run, 0, now);
                }
                // What a schedule makes up for is not late before anybody heard of it.
                checkLateAfter(ready, run);
            }
            case Run.Queued _, Run.Late _, Run.AwaitingSlot _, Run.Suspended _ -> {}
        }
    }

    /** Announces a run that is ready, or sets the timer for when it is. */
    void announce(Run.Waiting run, int times, long now) {
        long ready = readyMillis(run, now);
        if (ready > now) {
            timers.set(ready, new Announce(run.id(), version(run), times));
            return;
        }
        if (announcing.announce(run, now)) {
            announceAgain(run, times, now);
        }
    }

    /**
     * When a run is ready, by the clock. What is due by the time of the log is ready, also where
     * the clock was set back since and shows less.
     */
    private long readyMillis(Run.Waiting run, long now) {
        var due = run.scheduledFor();
        return due.isAfter(state.logEnd().time()) ? Math.max(now, due.toEpochMilli()) : now;
    }

    /** What was announced and not heard is announced again; of a change, the new version is. */
    private void announceAgain(Run.Waiting run, int times, long now) {
        long again = announceAgainMillis << Math.min(times, 20);
        timers.set(
                now + Math.min(again, ANNOUNCE_AGAIN_MILLIS_MAX),
                new Announce(run.id(), version(run), times + 1));
    }

    /** Whoever gave it back may be the first to hear of it again, and as unable as before. */
    private void announceReturned(Run.Waiting run, long now) {
        long pause = RETURNED_MILLIS << Math.clamp(run.ticket().returns() - 1L, 0, 20);
        timers.set(
                now + Math.min(pause, RETURNED_MILLIS_MAX),
                new Announce(run.id(), version(run), 0));
    }

    /**
     * Whether a run's time came before, as far as the state tells: without a limit of its
     * deployment nothing is written then, so it may have.
     */
    private boolean entered(Run.Waiting run, long now) {
        return !run.scheduledFor().isAfter(state.logEnd().time())
                || (!isLimited(run) && readyMillis(run, now) <= now);
    }

    private boolean isLimited(Run.Waiting run) {
        return Deployment.concurrency(state.deployment(run.deployment()).state()) != null;
    }

    private long version(Run.Waiting run) {
        return state.run(run.id()).version();
    }

    /** The wall clock went back: what was to ring soon by the old time would ring late. */
    void clockWentBack(long now) {
        restart(now);
    }

    /**
     * A runner was heard: what waited for one where it is has one now. It can be any number, so
     * each is announced when its turn comes.
     */
    void hear(RunnerId runner, String host, List<String> pools, long now) {
        for (var run : announcing.hear(runner, host, pools)) {
            if (state.run(run).state() instanceof Run.Waiting waiting) {
                timers.set(
                        readyMillis(waiting, now),
                        new Announce(waiting.id(), version(waiting), 0, entered(waiting, now)));
            }
        }
    }

    /** A runner stopped, and said so. */
    void leave(RunnerId runner) {
        announcing.leave(runner);
    }

    /** Why nobody has leased the run. */
    String whyLate(RunId run) {
        return announcing.whyLate(run);
    }

    private void checkLateAfter(long readyMillis, Run.Waiting run) {
        timers.set(readyMillis + lateAfterMillis, new CheckLate(run.id(), version(run)));
    }

    private void checkQueueTimeout(Run.Waiting run, long notBefore) {
        var until = run.ticket().waitsUntil();
        if (until != null) {
            long due = Math.max(notBefore, until.toEpochMilli());
            timers.set(due, new CheckQueueTimeout(run.id()));
        }
    }

    /** One that has times to make up for takes turns with all else that is due. */
    private void await(Stored.OfSchedule schedule, long now) {
        switch (schedule.state()) {
            case Schedule.Waiting waiting -> {
                long due = Math.max(waiting.next().toEpochMilli(), now);
                timers.set(due, new FireSchedule(waiting.id()));
            }
            case Schedule.Stopped _ -> {}
        }
    }
}
