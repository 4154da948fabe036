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
import java.util.List;

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
                start(command, asked.at()),
                RunCause.COMMAND,
                specification(deployment, command.parameters(), command.tags()));
    }

    /** What should have begun already begins now. */
    private static Instant start(RequestRun command, Instant now) {
        var wanted = command.scheduledFor();
        var delaySeconds = command.delaySeconds();
        if (delaySeconds != null) {
            return now.plusSeconds(delaySeconds);
        }
        return wanted == null || wanted.isBefore(now) ? now : wanted;
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
                specification(deployment, document.parameters(), List.of()));
    }

    private static RunSpecification specification(
            Deployment.Live deployment, Json parameters, List<String> tags) {
        var document = deployment.document();
        return new RunSpecification(
                document.entrypoint(),
                document.code(),
                document.path(),
                document.parameters().overlaidWith(parameters),
                document.environment(),
                DocumentRules.together(document.tags(), tags),
                document.pool(),
                document.infrastructure(),
                document.timeoutSeconds());
    }
}
