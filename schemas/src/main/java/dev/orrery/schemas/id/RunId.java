package dev.orrery.schemas.id;

import java.time.Instant;
import java.util.UUID;

/**
 * A run's id: 48 bits of Unix milliseconds, its deployment's affinity, then 58 bits of a hash. It
 * sorts by time, and any process can route a command for the run by it.
 *
 * @param value a UUID of version 8
 */
public record RunId(UUID value) implements RootId, Comparable<RunId> {

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

    private static RunId of(DeploymentId deployment, Instant time, Digest hash) {
        var bits = hash.bytes().getLong();
        return new RunId(deployment.affinity().uuid(time.toEpochMilli(), bits));
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static RunId parse(String text) {
        return new RunId(UUID.fromString(text));
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
