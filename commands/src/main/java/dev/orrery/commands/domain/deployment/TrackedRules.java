package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a run must be that a process executes by itself and reports. */
public final class TrackedRules {

    /**
     * How long a process may keep what it could not report. A run that is older can't be told from
     * one that was reported, ended and forgotten since, and is not taken.
     */
    public static final Duration REPORTED_WITHIN = Duration.ofDays(30);

    /** The clock of a process may be ahead of ours. */
    public static final Duration AHEAD_MAX = Duration.ofDays(1);

    /** How long one that ended is remembered, so that none is taken twice. */
    public static final Duration KEPT = REPORTED_WITHIN.plus(AHEAD_MAX);

    private static final int UUID_VERSION = 8;
    private static final int UUID_VARIANT = 2;

    private TrackedRules() {}

    public static Optional<Rejected> check(TrackRun command, Instant now) {
        var wrong = new FirstWrong();
        var tracked = command.tracked();
        checkId(wrong, command.run(), tracked, now);
        if (tracked.deployment() == null) {
            wrong.name("/flow", tracked.flow());
        }
        if (tracked.name() != null) {
            wrong.name("/name", tracked.name());
        }
        wrong.parameters("/parameters", tracked.parameters());
        wrong.tags("/tags", tracked.tags());
        wrong.optionalText("/host", tracked.host(), Limits.NAME_CHARACTERS_MAX);
        wrong.optionalText("/entrypoint", tracked.entrypoint(), Limits.PATH_CHARACTERS_MAX);
        wrong.optionalText("/path", tracked.path(), Limits.PATH_CHARACTERS_MAX);
        wrong.require(
                !command.run().equals(tracked.parent()),
                "/parent",
                "A run can't be started by its own work.");
        checkTime(wrong, "/startedAt", tracked.startedAt());
        return wrong.found();
    }

    public static Optional<Rejected> check(ChangeTracked command) {
        var wrong = new FirstWrong();
        StateNames.check(wrong, "/name", command.name(), command.state().name());
        checkTime(wrong, "/changedAt", command.changedAt());
        return wrong.found();
    }

    /**
     * @param end what its outcome is
     */
    public static Optional<Rejected> check(FinishTracked command, TrackedEnd end) {
        var wrong = new FirstWrong();
        StateNames.check(wrong, "/name", command.name(), end.name());
        return wrong.found();
    }

    private static void checkTime(FirstWrong wrong, String field, Instant time) {
        wrong.require(
                Math.abs(time.getEpochSecond()) <= Limits.ANCHOR_EPOCH_SECONDS_MAX,
                field,
                "It lies between the years 1000 and 2939.");
    }

    private static void checkId(FirstWrong wrong, RunId run, TrackedRun tracked, Instant now) {
        wrong.require(
                run.value().version() == UUID_VERSION && run.value().variant() == UUID_VARIANT,
                "/id",
                "The id of a run is a UUID of version 8 that begins with the time.");
        wrong.require(
                run.isTracked(),
                "/id",
                "The id of a run that a process executes has the 7th of its last 64 bits set.");
        wrong.require(
                tracked.deployment() == null
                        || tracked.deployment().affinity().equals(run.affinity()),
                "/id",
                "The id of a deployment's run has the affinity of the deployment.");
        wrong.require(
                !run.time().isAfter(now.plus(AHEAD_MAX)),
                "/id",
                "The time in the run's id is more than a day ahead; set the clock.");
        if (run.time().isBefore(now.minus(REPORTED_WITHIN))) {
            wrong.refuse(
                    Refusal.RUN_ARCHIVED,
                    "/id",
                    "The run began more than 30 days ago and is not taken any more.");
        }
    }
}
