package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * A deployment's id, made from its flow's and its own name: the same {@code flow/name} always has
 * the same id, so creating or updating needs no look-up and a name is unique by construction.
 *
 * @param value a UUID of version 8 from the SHA-256 of both names
 */
public record DeploymentId(UUID value) implements RootId {

    public static DeploymentId of(String flow, String name) {
        var hash = new Digest().with(flow).with(name).bytes();
        var affinity = new Affinity(hash.getShort() & 0xFFFF);
        return new DeploymentId(affinity.uuid(hash.getLong() >>> 16, hash.getLong()));
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static DeploymentId parse(String text) {
        return new DeploymentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
