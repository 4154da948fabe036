package dev.orrery.commands.domain.run;

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
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.time.Instant;
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
        DeploymentId deployment();

        @Override
        default RootId root() {
            return deployment();
        }
    }

    /** A run that waits for a runner. */
    sealed interface Waiting extends Dispatched {
        int attempt();

        Instant scheduledFor();
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

    /**
     * It waits for a runner.
     *
     * @param id its id
     * @param deployment whose it is
     * @param attempt the number that the next attempt has
     * @param scheduledFor when it should start
     */
    record Queued(RunId id, DeploymentId deployment, int attempt, Instant scheduledFor)
            implements Waiting {}

    /** A runner holds it and has not begun. */
    record Leased(RunId id, DeploymentId deployment, Lease lease) implements Held {}

    /** A runner executes it. */
    record Running(RunId id, DeploymentId deployment, Lease lease) implements Held {}

    /** A runner holds it and was told to end it. */
    record Cancelling(RunId id, DeploymentId deployment, Lease lease) implements Held {}

    /**
     * It ended.
     *
     * @param id its id
     * @param deployment whose it is
     * @param fence of the holder that ended it, by which a repeated report is known; none when
     *     nobody held it
     * @param at when it ended
     */
    record Ended(RunId id, DeploymentId deployment, @Nullable Fence fence, Instant at)
            implements Dispatched {}

    /** As {@link Queued}, for longer than is usual; it was said. */
    record Late(RunId id, DeploymentId deployment, int attempt, Instant scheduledFor)
            implements Waiting {}

    /**
     * A process executes it.
     *
     * @param id its id
     * @param deployment whose it is, where it is one's
     * @param fence the token that what is reported of it carries
     */
    record Tracked(RunId id, @Nullable DeploymentId deployment, Fence fence) implements ByProcess {}

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
            case RunRequested e -> new Queued(e.run(), e.deployment(), 1, e.scheduledFor());
            case RunTracked e -> new Tracked(e.run(), e.deployment(), e.tracked().fence());
            case RunLate _ -> late(waiting(before));
            case RunLeased e -> leased(waiting(before), e);
            case RunReturned e -> new Queued(e.run(), held(before).deployment(), e.attempt(), at);
            case RunStarted _ -> {
                var held = held(before);
                yield new Running(held.id(), held.deployment(), held.lease());
            }
            case RunCancelRequested _ -> {
                var held = held(before);
                yield new Cancelling(held.id(), held.deployment(), held.lease());
            }
            // Its fence goes with the lease, also when the next event ends the run: who lost the
            // lease must not be told that it finished.
            case RunLeaseExpired e ->
                    new Queued(e.run(), held(before).deployment(), e.attempt() + 1, at);
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _ ->
                    ended(known(before), EndedBy.SOMEBODY_ELSE, at);
            case TrackedRunEnded _ -> ended(known(before), EndedBy.ITS_PROCESS, at);
        };
    }

    private static Run late(Waiting before) {
        return new Late(before.id(), before.deployment(), before.attempt(), before.scheduledFor());
    }

    private static Run leased(Waiting before, RunLeased e) {
        var lease = new Lease(e.attempt(), e.runner(), e.fence());
        return new Leased(e.run(), before.deployment(), lease);
    }

    private static Run ended(Known before, EndedBy by, Instant at) {
        return switch (before) {
            case Waiting waiting -> new Ended(waiting.id(), waiting.deployment(), null, at);
            case Held held -> new Ended(held.id(), held.deployment(), held.lease().fence(), at);
            case Tracked run -> new TrackedEnded(run.id(), run.deployment(), run.fence(), by, at);
            case Ended _, TrackedEnded _ ->
                    throw new IllegalStateException("the log ends a run twice");
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
