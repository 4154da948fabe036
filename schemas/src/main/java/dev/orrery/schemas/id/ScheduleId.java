package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * The id of one schedule of a deployment, made from the deployment and the schedule's name.
 *
 * @param value a UUID of version 8 with the deployment's affinity
 */
public record ScheduleId(UUID value) implements AggregateId {

    public static ScheduleId of(DeploymentId deployment, String name) {
        var hash = new Digest().with(deployment.value()).with(name).bytes();
        return new ScheduleId(deployment.affinity().uuid(hash.getLong(), hash.getLong()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
