package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked to be. Written once and apart from its progress, because parameters can be
 * half a megabyte and a state is a hundred bytes.
 *
 * @param name for people
 * @param flow the name of the flow
 * @param deployment whose run it is
 * @param revision the revision of the deployment that it carries
 * @param scheduledFor when it should start
 * @param requestedAt when it was asked for
 * @param cause why it is
 * @param parameters a JSON object
 * @param tags for people and filters
 * @param pool the work pool
 * @param entrypoint what it executes
 * @param path the folder of the code
 * @param environment variables as written: a {@code secret:NAME} is never resolved here
 * @param infrastructure where it runs
 * @param timeoutSeconds how long an attempt may run
 */
public record RunOrigin(
        String name,
        String flow,
        OfDeployment deployment,
        int revision,
        Instant scheduledFor,
        Instant requestedAt,
        Cause cause,
        Json parameters,
        List<String> tags,
        String pool,
        Entrypoint entrypoint,
        @Nullable String path,
        Map<String, String> environment,
        Infrastructure infrastructure,
        @Nullable Integer timeoutSeconds) {

    /**
     * The deployment by both of its names.
     *
     * @param id its id
     * @param name its name, unique for the flow
     */
    public record OfDeployment(UUID id, String name) {}

    /**
     * Why a run is.
     *
     * @param kind whether somebody or a schedule asked
     * @param actor who asked
     * @param commandId what the client called its command, where there was one
     * @param schedule the id of the schedule that fired
     * @param nominal the time that it fired for
     */
    public record Cause(
            Kind kind,
            String actor,
            @Nullable String commandId,
            @Nullable UUID schedule,
            @Nullable Instant nominal) {

        /** Who can ask for a run. */
        public enum Kind {
            COMMAND,
            SCHEDULE
        }
    }

    static RunOrigin of(
            RunRequested event, DeploymentName deployment, Instant requestedAt, Cause cause) {
        var specification = event.specification();
        return new RunOrigin(
                event.name(),
                deployment.flow(),
                new OfDeployment(event.deployment().value(), deployment.name()),
                event.revision(),
                event.scheduledFor(),
                requestedAt,
                cause,
                specification.parameters(),
                specification.tags(),
                specification.pool(),
                specification.entrypoint(),
                specification.path(),
                specification.environment(),
                specification.infrastructure(),
                specification.timeoutSeconds());
    }
}
