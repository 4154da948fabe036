package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Asked;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;

/** Makes a run out of a deployment as it is now: the run keeps all of it. */
final class RunRequests {

    private RunRequests() {}

    static RunRequested byCommand(Deployment.Live deployment, RequestRun command, Asked asked) {
        var run = RunId.requested(deployment.id(), asked.actor(), asked.command(), asked.at());
        return new RunRequested(
                run,
                deployment.id(),
                deployment.revision(),
                command.name() == null ? RunNames.of(run) : command.name(),
                asked.at(),
                RunCause.COMMAND,
                specification(deployment, command.parameters()));
    }

    static RunRequested bySchedule(
            Deployment.Live deployment,
            ScheduleId schedule,
            ScheduleDocument document,
            Instant nominal) {
        var run = RunId.scheduled(deployment.id(), schedule, nominal);
        return new RunRequested(
                run,
                deployment.id(),
                deployment.revision(),
                RunNames.of(run),
                nominal,
                new RunCause(schedule, nominal),
                specification(deployment, document.parameters()));
    }

    private static RunSpecification specification(Deployment.Live deployment, Json parameters) {
        var document = deployment.document();
        return new RunSpecification(
                document.entrypoint(),
                document.code(),
                document.path(),
                document.parameters().overlaidWith(parameters),
                document.environment(),
                document.tags(),
                document.pool(),
                document.infrastructure(),
                document.timeoutSeconds());
    }
}
