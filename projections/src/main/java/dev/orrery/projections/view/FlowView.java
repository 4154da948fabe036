package dev.orrery.projections.view;

import java.time.Instant;

/**
 * A flow: what deployments, and runs of no deployment, that name the same have in common.
 *
 * @param name its name
 * @param deployments how many there are now
 * @param created when the first was made or, before any was, a run first reported
 * @param updated when one last came or went
 */
public record FlowView(String name, long deployments, Instant created, Instant updated) {

    /** The flow's deployments are spread over partitions; each has a row of its own for it. */
    public FlowView and(FlowView other) {
        return new FlowView(
                name,
                deployments + other.deployments,
                created.isBefore(other.created) ? created : other.created,
                updated.isAfter(other.updated) ? updated : other.updated);
    }
}
