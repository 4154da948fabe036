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
 * @param attempt the number of the last attempt; 0 before the first lease
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
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String runner,
        @Nullable Integer exitCode,
        @Nullable Json result) {

    RunProgress at(long newVersion) {
        return new RunProgress(
                id, newVersion, state, attempt, startedAt, endedAt, runner, exitCode, result);
    }

    RunProgress in(RunState newState) {
        return new RunProgress(
                id, version, newState, attempt, startedAt, endedAt, runner, exitCode, result);
    }

    RunProgress heldBy(String newRunner, int newAttempt) {
        return new RunProgress(
                id, version, state, newAttempt, startedAt, endedAt, newRunner, exitCode, result);
    }

    RunProgress attempted(int newAttempt) {
        return new RunProgress(
                id, version, state, newAttempt, startedAt, endedAt, runner, exitCode, result);
    }

    RunProgress startedAt(Instant time) {
        return new RunProgress(
                id, version, state, attempt, time, endedAt, runner, exitCode, result);
    }

    RunProgress endedAt(Instant time) {
        return new RunProgress(
                id, version, state, attempt, startedAt, time, runner, exitCode, result);
    }

    RunProgress leaving(@Nullable Integer newExitCode, @Nullable Json newResult) {
        return new RunProgress(
                id, version, state, attempt, startedAt, endedAt, runner, newExitCode, newResult);
    }
}
