package dev.orrery.schemas.event;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens to a run. */
public sealed interface RunEvent extends Event {

    RunId run();

    @Override
    default RunId subject() {
        return run();
    }

    /**
     * A run was asked for, by a command or a schedule, and waits for a runner.
     *
     * @param run its id
     * @param deployment whose run it is
     * @param revision the revision of the deployment that it carries
     * @param name its name, for people
     * @param scheduledFor when it should start
     * @param cause why it is
     * @param specification everything that it needs
     * @param priority among the runs of its deployment that wait for a slot, the greater first
     */
    record RunRequested(
            RunId run,
            DeploymentId deployment,
            int revision,
            String name,
            Instant scheduledFor,
            RunCause cause,
            RunSpecification specification,
            int priority)
            implements RunEvent {

        /** The time that the run is for: its nominal time, or when it should start. */
        public Instant scheduledTime() {
            var nominal = cause.nominal();
            return nominal == null ? scheduledFor : nominal;
        }
    }

    /**
     * The run has one of its deployment's slots, until this attempt has ended.
     *
     * @param run its id
     */
    record RunAdmitted(RunId run) implements RunEvent {}

    /**
     * The run is due and its deployment has no slot left.
     *
     * @param run its id
     * @param message why, as a sentence for people
     */
    record RunAwaitsSlot(RunId run, String message) implements RunEvent {}

    /**
     * A process executes the run by itself, with no runner, and says so.
     *
     * @param run its id
     * @param deployment whose run it is, where it is one's
     * @param revision of that deployment
     * @param name its name, for people
     * @param tracked what it is
     */
    record RunTracked(
            RunId run,
            @Nullable DeploymentId deployment,
            @Nullable Integer revision,
            String name,
            TrackedRun tracked)
            implements RunEvent {}

    /**
     * No runner has leased the run in the time that is usual.
     *
     * @param run its id
     * @param message why, as a sentence for people
     */
    record RunLate(RunId run, String message) implements RunEvent {}

    /**
     * A runner holds the run and may start it.
     *
     * @param run its id
     * @param attempt the number of this attempt, from 1
     * @param runner who holds it
     * @param fence the token that its reports must carry
     */
    record RunLeased(RunId run, int attempt, RunnerId runner, Fence fence) implements RunEvent {}

    /**
     * The runner gave the lease back before the work began; the run waits again.
     *
     * @param run its id
     * @param attempt the attempt that did not begin
     * @param message why, as a sentence for people
     */
    record RunReturned(RunId run, int attempt, String message) implements RunEvent {}

    /**
     * The work began.
     *
     * @param run its id
     * @param attempt the number of the attempt
     */
    record RunStarted(RunId run, int attempt) implements RunEvent {}

    /**
     * The work ended well.
     *
     * @param run its id
     * @param attempt the number of the attempt
     * @param result what it left as its result, JSON of 64 KiB at most
     */
    record RunCompleted(RunId run, int attempt, @Nullable Json result) implements RunEvent {}

    /**
     * The work ended badly, by its own word: an exit code, a time-out, no such program.
     *
     * @param run its id
     * @param attempt the number of the attempt
     * @param kind what sort of failure
     * @param exitCode of the process, where there was one
     * @param message why, as a sentence for people
     */
    record RunFailed(
            RunId run, int attempt, FailureKind kind, @Nullable Integer exitCode, String message)
            implements RunEvent {}

    /**
     * The run is to be attempted once more: by its retry policy, or because somebody wants it.
     *
     * @param run its id
     * @param attempt the number that the next attempt has
     * @param scheduledFor when it is due
     * @param failure how the attempt before ended; none where somebody wants it
     */
    record RunRetryScheduled(
            RunId run, int attempt, Instant scheduledFor, @Nullable AttemptFailure failure)
            implements RunEvent {}

    /**
     * The run goes no further until it is resumed: one that waits is not leased, the work of one
     * that runs stands still.
     *
     * @param run its id
     */
    record RunPaused(RunId run) implements RunEvent {}

    /**
     * A paused run goes on.
     *
     * @param run its id
     */
    record RunResumed(RunId run) implements RunEvent {}

    /**
     * Nothing was heard of the runner for the length of its lease, or it came back as another.
     *
     * @param run its id
     * @param attempt the attempt whose lease it was
     * @param runner who held it
     * @param message why, as a sentence for people
     */
    record RunLeaseExpired(RunId run, int attempt, RunnerId runner, String message)
            implements RunEvent {}

    /**
     * The work ended with nobody to say how.
     *
     * @param run its id
     * @param attempt the number of the attempt
     * @param message why, as a sentence for people
     */
    record RunCrashed(RunId run, int attempt, String message) implements RunEvent {}

    /**
     * Somebody wants the run to end; the runner that holds it was told.
     *
     * @param run its id
     */
    record RunCancelRequested(RunId run) implements RunEvent {}

    /**
     * The run ended because somebody wanted it.
     *
     * @param run its id
     * @param message how it ended, as a sentence for people
     */
    record RunCancelled(RunId run, String message) implements RunEvent {}

    /**
     * A run that a process executes by itself is in another state, by the word of that process.
     *
     * @param run its id
     * @param state which
     * @param name what people read, finer than the state; without one, the state's usual name
     * @param message why, as a sentence for people
     * @param changedAt when, by the clock of that process
     */
    record TrackedRunChanged(
            RunId run,
            TrackedState state,
            @Nullable String name,
            @Nullable String message,
            Instant changedAt)
            implements RunEvent {}

    /**
     * A run that a process executed by itself ended, by the word of that process.
     *
     * @param run its id
     * @param end how
     * @param name what people read, finer than the end; without one, the state's usual name
     * @param result what it left as its result, where it ended well
     * @param exitCode of the process, where there was one that failed
     * @param message why, as a sentence for people, where it did not end well
     * @param endedAt when, by the clock of that process
     */
    record TrackedRunEnded(
            RunId run,
            TrackedEnd end,
            @Nullable String name,
            @Nullable Json result,
            @Nullable Integer exitCode,
            @Nullable String message,
            Instant endedAt)
            implements RunEvent {}
}
