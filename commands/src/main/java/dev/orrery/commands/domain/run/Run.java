package dev.orrery.commands.domain.run;

import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
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

        DeploymentId deployment();
    }

    /** A run that a runner holds. */
    sealed interface Held extends Known {
        Lease lease();
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
            implements Known {}

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
            implements Known {}

    /**
     * @param at the time of the event
     */
    static Run evolve(Run before, RunEvent event, Instant at) {
        return switch (event) {
            case RunRequested e -> new Queued(e.run(), e.deployment(), 1, e.scheduledFor());
            case RunLeased e -> leased(known(before), e);
            case RunReturned e -> new Queued(e.run(), known(before).deployment(), e.attempt(), at);
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
                    new Queued(e.run(), known(before).deployment(), e.attempt() + 1, at);
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _ ->
                    ended(known(before), at);
        };
    }

    private static Run leased(Known before, RunLeased e) {
        var lease = new Lease(e.attempt(), e.runner(), e.fence());
        return new Leased(e.run(), before.deployment(), lease);
    }

    private static Run ended(Known before, Instant at) {
        return switch (before) {
            case Queued queued -> new Ended(queued.id(), queued.deployment(), null, at);
            case Held held -> new Ended(held.id(), held.deployment(), held.lease().fence(), at);
            case Ended _ -> throw new IllegalStateException("the log ends a run twice");
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
            case Absent _, Queued _, Ended _ ->
                    throw new IllegalStateException("the log changes a run that nobody holds");
        };
    }
}
