package dev.orrery.commands.domain.run;

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
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run, as far as decisions need it. What it executes is kept apart, so that this stays small. */
public sealed interface Run {

    Absent ABSENT = new Absent();

    /** Nothing is known of it: it never was, or it ended long ago. */
    record Absent() implements Run {}

    /** A run that is known. */
    sealed interface Known extends Run {
        RunId id();

        /** Whose partition it is on: its deployment's, or its own where it has none. */
        RootId root();
    }

    /** A run that a runner executes, or is to. */
    sealed interface Dispatched extends Known {
        Ticket ticket();

        @Override
        default RunId id() {
            return ticket().id();
        }

        default DeploymentId deployment() {
            return ticket().deployment();
        }

        @Override
        default RootId root() {
            return deployment();
        }
    }

    /** A run that waits: for its time, for a slot, for a runner, or for somebody to resume it. */
    sealed interface Waiting extends Dispatched {
        default int attempt() {
            return ticket().attempt();
        }

        default Instant scheduledFor() {
            return ticket().scheduledFor();
        }
    }

    /** A run that a runner holds. */
    sealed interface Held extends Dispatched {
        Lease lease();
    }

    /** A run that a process executes by itself and reports; no runner ever has it. */
    sealed interface ByProcess extends Known {
        @Nullable DeploymentId deployment();

        Fence fence();

        @Override
        default RootId root() {
            var owner = deployment();
            return owner == null ? id() : owner;
        }
    }

    /**
     * Who holds a run.
     *
     * @param attempt the number of the attempt, from 1
     * @param runner the holder
     * @param fence the token that its reports carry
     */
    record Lease(int attempt, RunnerId runner, Fence fence) {}

    /** It waits for its time, then for a runner. */
    record Queued(Ticket ticket) implements Waiting {}

    /** As {@link Queued}, for longer than is usual; it was said. */
    record Late(Ticket ticket) implements Waiting {}

    /** It is due and waits for one of its deployment's slots. */
    record AwaitingSlot(Ticket ticket) implements Waiting {}

    /** Somebody paused it while it waited. */
    record Suspended(Ticket ticket) implements Waiting {}

    /** A runner holds it and has not begun. */
    record Leased(Ticket ticket, Lease lease) implements Held {}

    /**
     * A runner executes it.
     *
     * @param ticket what it carries
     * @param lease who holds it
     * @param since when it began, moved on by the time for which it was paused
     */
    record Running(Ticket ticket, Lease lease, Instant since) implements Held {}

    /**
     * Its work stands still.
     *
     * @param ticket what it carries
     * @param lease who holds it
     * @param ranMillis for how long it ran before
     */
    record Paused(Ticket ticket, Lease lease, long ranMillis) implements Held {}

    /**
     * A runner holds it and was told to end it.
     *
     * @param ticket what it carries
     * @param lease of the runner
     * @param since when somebody cancelled it
     */
    record Cancelling(Ticket ticket, Lease lease, Instant since) implements Held {}

    /**
     * It ended; it can be attempted once more while it is remembered.
     *
     * @param ticket what it carries, with the number that another attempt would have: what nobody
     *     held was no attempt. The fence of the holder that ended it is in it
     * @param how it ended
     * @param at when it ended
     */
    record Ended(Ticket ticket, How how, Instant at) implements Dispatched {}

    /** How a run ended. */
    enum How {
        COMPLETED,
        FAILED,
        CRASHED,
        CANCELLED
    }

    /**
     * A process executes it.
     *
     * @param id its id
     * @param deployment whose it is, where it is one's
     * @param fence the token that what is reported of it carries
     * @param said where it is, by the word of its process
     */
    record Tracked(RunId id, @Nullable DeploymentId deployment, Fence fence, Said said)
            implements ByProcess {

        Tracked in(Said newSaid) {
            return new Tracked(id, deployment, fence, newSaid);
        }

        TrackedEnded ended(EndedBy by, Instant at) {
            return new TrackedEnded(id, deployment, fence, by, at);
        }
    }

    /**
     * What a process said last of where its run is, by which a repeated report is known.
     *
     * @param state which
     * @param name finer than the state, where it has one
     * @param at since when, by the clock of that process
     */
    record Said(TrackedState state, @Nullable String name, Instant at) {

        static Said of(TrackedRunChanged e) {
            return new Said(e.state(), e.name(), e.changedAt());
        }
    }

    /**
     * It ended, by the word of its process or by somebody else's.
     *
     * @param id its id
     * @param deployment whose it was, where it was one's
     * @param fence of its process, by which a repeated report is known
     * @param by who said so
     * @param at when it was said
     */
    record TrackedEnded(
            RunId id, @Nullable DeploymentId deployment, Fence fence, EndedBy by, Instant at)
            implements ByProcess {}

    /** Who ended a tracked run. */
    enum EndedBy {
        ITS_PROCESS,
        SOMEBODY_ELSE
    }

    /**
     * @param at the time of the event
     */
    static Run evolve(Run before, RunEvent event, Instant at) {
        return switch (event) {
            case RunRequested e -> requested(e, at);
            case RunTracked e -> tracked(e);
            case RunAdmitted _ -> new Queued(waiting(before).ticket().withSlot());
            case RunAwaitsSlot _ -> new AwaitingSlot(waiting(before).ticket().withoutSlot());
            case RunLate _ -> new Late(waiting(before).ticket().known());
            case RunLeased e -> leased(waiting(before), e);
            case RunReturned _ -> new Queued(held(before).ticket().returned());
            case RunStarted _ -> {
                var held = held(before);
                yield new Running(held.ticket(), held.lease(), at);
            }
            case RunPaused _ -> paused(known(before), at);
            case RunResumed _ -> resumed(known(before), at);
            case RunCancelRequested _ -> {
                var held = held(before);
                yield new Cancelling(held.ticket(), held.lease(), at);
            }
            // Its fence goes with the lease, also when the next event ends the run: who lost the
            // lease must not be told that it finished.
            case RunLeaseExpired _ -> {
                var ticket = held(before).ticket();
                yield new Queued(ticket.next(ticket.attempt() + 1, at, null));
            }
            case RunRetryScheduled e -> again(known(before), e);
            case RunCompleted _ -> ended(known(before), How.COMPLETED, at);
            case RunFailed _ -> ended(known(before), How.FAILED, at);
            case RunCrashed _ -> ended(known(before), How.CRASHED, at);
            case RunCancelled _ -> ended(known(before), How.CANCELLED, at);
            case TrackedRunChanged e -> tracked(known(before)).in(Said.of(e));
            case TrackedRunEnded _ -> tracked(known(before)).ended(EndedBy.ITS_PROCESS, at);
        };
    }

    /** What a schedule makes up for waits from now on, and not since its time. */
    private static Run requested(RunRequested e, Instant at) {
        var work = e.specification();
        var start = e.scheduledFor().isBefore(at) ? at : e.scheduledFor();
        var isLater = e.scheduledFor().isAfter(at) && e.cause().backfill() == null;
        return new Queued(
                new Ticket(
                        e.run(),
                        e.deployment(),
                        e.revision(),
                        1,
                        start,
                        e.priority(),
                        new TimeLimits(work.queueTimeoutSeconds(), work.timeoutSeconds()),
                        false,
                        isLater,
                        null,
                        List.of(),
                        0));
    }

    private static Run leased(Waiting before, RunLeased e) {
        return new Leased(
                before.ticket().leased(e.fence()), new Lease(e.attempt(), e.runner(), e.fence()));
    }

    private static Run paused(Known before, Instant at) {
        return switch (before) {
            case Waiting waiting -> new Suspended(waiting.ticket().withoutSlot());
            case Running running -> {
                long ran = Duration.between(running.since(), at).toMillis();
                yield new Paused(running.ticket(), running.lease(), ran);
            }
            case Leased _, Paused _, Cancelling _, Ended _, ByProcess _ ->
                    throw new IllegalStateException("the log pauses a run that can't be paused");
        };
    }

    private static Run resumed(Known before, Instant at) {
        return switch (before) {
            case Suspended suspended -> {
                var ticket = suspended.ticket();
                yield new Queued(ticket.scheduledFor().isBefore(at) ? ticket.at(at) : ticket);
            }
            case Paused paused ->
                    new Running(
                            paused.ticket(), paused.lease(), at.minusMillis(paused.ranMillis()));
            case Queued _, Late _, AwaitingSlot _, Leased _, Running _, Cancelling _, Ended _ ->
                    throw new IllegalStateException("the log resumes a run that is not paused");
            case ByProcess _ ->
                    throw new IllegalStateException("the log resumes a run that is not paused");
        };
    }

    private static Run again(Known before, RunRetryScheduled e) {
        return switch (before) {
            case Waiting waiting ->
                    new Queued(waiting.ticket().next(e.attempt(), e.scheduledFor(), null));
            case Held held ->
                    new Queued(
                            held.ticket()
                                    .next(e.attempt(), e.scheduledFor(), held.lease().fence()));
            case Ended ended -> {
                var ticket = ended.ticket();
                yield new Queued(ticket.next(e.attempt(), e.scheduledFor(), ticket.reported()));
            }
            case ByProcess _ ->
                    throw new IllegalStateException("the log retries a run that no runner has");
        };
    }

    private static Run ended(Known before, How how, Instant at) {
        return switch (before) {
            case Waiting waiting -> new Ended(waiting.ticket().withoutSlot(), how, at);
            case Held held -> {
                var ticket = held.ticket();
                var fence = held.lease().fence();
                yield new Ended(
                        ticket.next(ticket.attempt() + 1, ticket.scheduledFor(), fence), how, at);
            }
            case ByProcess _ -> tracked(before).ended(EndedBy.SOMEBODY_ELSE, at);
            case Ended _ -> throw new IllegalStateException("the log ends a run twice");
        };
    }

    private static Tracked tracked(RunTracked e) {
        var tracked = e.tracked();
        var said = new Said(tracked.state(), null, tracked.startedAt());
        return new Tracked(e.run(), e.deployment(), tracked.fence(), said);
    }

    private static Tracked tracked(Known before) {
        return switch (before) {
            case Tracked run -> run;
            case TrackedEnded _ ->
                    throw new IllegalStateException("the log changes a run that has ended");
            case Dispatched _ ->
                    throw new IllegalStateException("the log lets a process change a runner's run");
        };
    }

    private static Known known(Run before) {
        return switch (before) {
            case Known known -> known;
            case Absent _ -> throw new IllegalStateException("the log changes a run that is not");
        };
    }

    private static Held held(Run before) {
        return switch (before) {
            case Held held -> held;
            case Absent _, Waiting _, Ended _, ByProcess _ ->
                    throw new IllegalStateException("the log changes a run that nobody holds");
        };
    }

    private static Waiting waiting(Run before) {
        return switch (before) {
            case Waiting waiting -> waiting;
            case Absent _, Held _, Ended _, ByProcess _ ->
                    throw new IllegalStateException("the log leases a run that does not wait");
        };
    }
}
