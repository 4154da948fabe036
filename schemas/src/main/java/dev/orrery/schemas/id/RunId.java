package dev.orrery.schemas.id;

import java.time.Instant;
import java.util.UUID;

/**
 * A run's id: 48 bits of Unix milliseconds, its deployment's affinity, a bit that says whether a
 * process executes it by itself, then 57 bits of a hash. It sorts by time, and any process can
 * route a command for the run by it.
 *
 * @param value a UUID of version 8
 */
public record RunId(UUID value) implements RootId, Comparable<RunId> {

    /**
     * Whoever executes a run by itself names it; it never gets the name of one that runners had.
     */
    private static final long TRACKED = 1L << 57;

    /**
     * The run that a command asks for: one command never makes two, and two never make the same.
     *
     * @param actor who asks, since each actor names commands as it likes
     */
    public static RunId requested(
            DeploymentId deployment, String actor, CommandId command, Instant now) {
        var hash = new Digest().with(deployment.value()).with(actor).with(command.value());
        return of(deployment, now, hash);
    }

    /** The run of one nominal time of a schedule: it has that time as its time bits. */
    public static RunId scheduled(DeploymentId deployment, ScheduleId schedule, Instant nominal) {
        var hash = new Digest().with(deployment.value()).with(schedule.value());
        return of(deployment, nominal, hash.with(nominal.toEpochMilli()));
    }

    /** The run of one nominal time that a backfill makes up for. */
    public static RunId backfilled(
            DeploymentId deployment, ScheduleId schedule, Instant nominal, BackfillId backfill) {
        var hash = new Digest().with(deployment.value()).with(schedule.value());
        return of(deployment, nominal, hash.with(nominal.toEpochMilli()).with(backfill.value()));
    }

    private static RunId of(DeploymentId deployment, Instant time, Digest hash) {
        var bits = hash.bytes().getLong() & ~TRACKED;
        return new RunId(deployment.affinity().uuid(time.toEpochMilli(), bits));
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static RunId parse(String text) {
        return new RunId(UUID.fromString(text));
    }

    /** The id that a run has which a process executes by itself and reports. */
    public RunId asTracked() {
        return new RunId(
                new UUID(
                        value.getMostSignificantBits(), value.getLeastSignificantBits() | TRACKED));
    }

    /** Whether it is the id of a run that a process executes by itself and reports. */
    public boolean isTracked() {
        return (value.getLeastSignificantBits() & TRACKED) != 0;
    }

    /** The time in the id: when it was asked for, or its nominal time. */
    public Instant time() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    @Override
    public int compareTo(RunId other) {
        int most =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return most != 0
                ? most
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
