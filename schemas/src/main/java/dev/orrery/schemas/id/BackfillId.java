package dev.orrery.schemas.id;

import java.time.Instant;
import java.util.UUID;

/**
 * The id of a backfill: 48 bits of Unix milliseconds, its deployment's affinity, then 58 bits of a
 * hash of the command that asks for it. It sorts by time.
 *
 * @param value a UUID of version 8 with the deployment's affinity
 */
public record BackfillId(UUID value) implements AggregateId {

    /**
     * The backfill that a command asks for: one command never makes two.
     *
     * @param actor who asks, since each actor names commands as it likes
     */
    public static BackfillId of(
            DeploymentId deployment, String actor, CommandId command, Instant now) {
        var hash = new Digest().with(deployment.value()).with(actor).with(command.value()).bytes();
        return new BackfillId(deployment.affinity().uuid(now.toEpochMilli(), hash.getLong()));
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static BackfillId parse(String text) {
        return new BackfillId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
