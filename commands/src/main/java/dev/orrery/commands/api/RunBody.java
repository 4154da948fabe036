package dev.orrery.commands.api;

import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.DeploymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks for a run. Everything may be left out.
 *
 * @param name for people
 * @param parameters laid over the deployment's
 * @param tags beside the deployment's
 * @param scheduledFor when it should start, as ISO 8601 with an offset
 * @param delaySeconds how long after it is asked for it should start, in place of a time
 * @param priority among the runs of the deployment that wait for a slot, -100 to 100, the greater
 *     first; without it, 0
 * @param parent the id of the run whose work asks for it
 * @param rerunOf the id of the run that it does again
 * @param nominal the nominal time that it is for, as ISO 8601 with an offset: that of the run that
 *     it does again
 */
record RunBody(
        @Nullable String name,
        @Nullable Json parameters,
        @Nullable List<String> tags,
        @Nullable String scheduledFor,
        @Nullable Long delaySeconds,
        @Nullable Integer priority,
        @Nullable String parent,
        @Nullable String rerunOf,
        @Nullable String nominal) {

    static final RunBody EMPTY = new RunBody(null, null, null, null, null, null, null, null, null);

    RequestRun toCommand(DeploymentId deployment) {
        return new RequestRun(
                deployment,
                name,
                parameters == null ? Json.EMPTY_OBJECT : parameters,
                tags == null ? List.of() : tags,
                Fields.optionalTime(scheduledFor, "/scheduledFor"),
                delaySeconds,
                priority == null ? 0 : priority,
                Fields.optionalRun(parent, "/parent"),
                Fields.optionalRun(rerunOf, "/rerunOf"),
                Fields.optionalTime(nominal, "/nominal"));
    }
}
