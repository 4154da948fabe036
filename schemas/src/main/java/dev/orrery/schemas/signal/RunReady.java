package dev.orrery.schemas.signal;

import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;

/**
 * Wakes the runners of a pool: this run waits. Only a wake-up, the lease decides.
 *
 * @param run its id
 * @param deployment whose run it is
 */
public record RunReady(RunId run, DeploymentId deployment) {}
