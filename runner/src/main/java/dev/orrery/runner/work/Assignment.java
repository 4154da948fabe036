package dev.orrery.runner.work;

import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;

/**
 * One attempt at a run.
 *
 * @param run its id
 * @param deployment whose run it is
 * @param flow the name of the flow
 * @param attempt the number of the attempt, from 1
 * @param scheduledTime the time that the run is for, the same for all attempts
 * @param specification everything that it needs
 */
public record Assignment(
        RunId run,
        DeploymentId deployment,
        String flow,
        int attempt,
        Instant scheduledTime,
        RunSpecification specification) {}
