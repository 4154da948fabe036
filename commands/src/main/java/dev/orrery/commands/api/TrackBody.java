package dev.orrery.commands.api;

import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the process that executes it writes it. Without a deployment the flow is required; with
 * one the flow is the deployment's. Without a state it is running. The fields are those of {@link
 * TrackedRun}.
 */
record TrackBody(
        @Nullable String flow,
        @Nullable String deployment,
        @Nullable String name,
        @Nullable Json parameters,
        @Nullable List<String> tags,
        @Nullable String state,
        @Nullable String startedAt,
        @Nullable String fence,
        @Nullable String host,
        @Nullable Long processId,
        @Nullable String entrypoint,
        @Nullable String path,
        @Nullable String parent) {

    TrackRun toCommand(RunId run) {
        var owner = deployment == null ? null : owner(deployment);
        return new TrackRun(
                run,
                new TrackedRun(
                        owner,
                        owner == null ? Fields.required(flow, "/flow") : "",
                        name,
                        parameters == null ? Json.EMPTY_OBJECT : parameters,
                        tags == null ? List.of() : tags,
                        Fields.fence(fence, "/fence"),
                        state == null ? TrackedState.RUNNING : Fields.state(state, "/state"),
                        Fields.time(Fields.required(startedAt, "/startedAt"), "/startedAt"),
                        host,
                        processId,
                        entrypoint,
                        path,
                        Fields.optionalRun(parent, "/parent")));
    }

    private static DeploymentId owner(String text) {
        try {
            return DeploymentId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_COMMAND,
                    "A deployment is named by its id, a UUID.",
                    "/deployment");
        }
    }
}
