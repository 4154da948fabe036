package dev.orrery.schemas.event;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that a process executes by itself and reports.
 *
 * @param deployment whose run it is, where it is one's
 * @param flow the name of the flow
 * @param name its name, for people; without one it is made from the run's id
 * @param parameters a JSON object
 * @param tags for people and filters
 * @param fence the token that what is reported of it must carry
 * @param state where it is when it is first reported
 * @param startedAt when it began, or is to begin, by the clock of the process
 * @param host where it runs
 * @param processId of the process
 * @param entrypoint what is executed, as text for people
 * @param path the working folder
 * @param parent the run whose work started it, where one did
 */
public record TrackedRun(
        @Nullable DeploymentId deployment,
        String flow,
        @Nullable String name,
        Json parameters,
        List<String> tags,
        Fence fence,
        TrackedState state,
        Instant startedAt,
        @Nullable String host,
        @Nullable Long processId,
        @Nullable String entrypoint,
        @Nullable String path,
        @Nullable RunId parent) {

    public TrackedRun {
        tags = List.copyOf(tags);
    }

    /** Of this flow. */
    public TrackedRun of(String itsFlow) {
        return new TrackedRun(
                deployment,
                itsFlow,
                name,
                parameters,
                tags,
                fence,
                state,
                startedAt,
                host,
                processId,
                entrypoint,
                path,
                parent);
    }
}
