package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is: what changes in its life.
 *
 * @param id its id
 * @param version of the run, gapless from 1
 * @param state where it is in its life
 * @param attempt the number of the last attempt; 0 before the first one
 * @param nextAttemptAt when the attempt that is to come is due; a run that is suspended waits to be
 *     resumed, too. None where a runner holds it, where it ended, and where a process executes it
 * @param startedAt when the work first began
 * @param endedAt when it ended
 * @param runner who holds it, or held it last
 * @param exitCode of its process, where there was one that failed
 * @param result what it left
 */
public record RunProgress(
        UUID id,
        long version,
        RunState state,
        int attempt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String runner,
        @Nullable Integer exitCode,
        @Nullable Json result) {

    /** Of one that nothing but its state is known of. */
    static RunProgress begun(UUID id, RunState state) {
        return new RunProgress(id, 0, state, 0, null, null, null, null, null, null);
    }

    RunProgress at(long newVersion) {
        return new RunProgress(
                id,
                newVersion,
                state,
                attempt,
                nextAttemptAt,
                startedAt,
                endedAt,
                runner,
                exitCode,
                result);
    }

    RunProgress in(RunState newState) {
        return new RunProgress(
                id,
                version,
                newState,
                attempt,
                nextAttemptAt,
                startedAt,
                endedAt,
                runner,
                exitCode,
                result);
    }

    RunProgress heldBy(String newRunner, int newAttempt) {
        return new RunProgress(
                id,
                version,
                state,
                newAttempt,
                null,
                startedAt,
                endedAt,
                newRunner,
                exitCode,
                result);
    }

    RunProgress attempted(int newAttempt) {
        return new RunProgress(
                id,
                version,
                state,
                newAttempt,
                nextAttemptAt,
                startedAt,
                endedAt,
                runner,
                exitCode,
                result);
    }

    /** It waits, for this time first; an attempt before it has left nothing. */
    RunProgress due(Instant time) {
        return new RunProgress(
                id, version, state, attempt, time, startedAt, null, runner, null, null);
    }

    /** What was to come while it was suspended comes now. */
    RunProgress resumed(Instant time) {
        return nextAttemptAt != null && nextAttemptAt.isBefore(time) ? due(time) : this;
    }

    RunProgress startedAt(Instant time) {
        return new RunProgress(
                id,
                version,
                state,
                attempt,
                nextAttemptAt,
                time,
                endedAt,
                runner,
                exitCode,
                result);
    }

    RunProgress ended(Instant time, @Nullable Integer newExitCode, @Nullable Json newResult) {
        return new RunProgress(
                id, version, state, attempt, null, startedAt, time, runner, newExitCode, newResult);
    }
}
