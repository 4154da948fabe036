package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
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
 * @param deployment whose run it is, where it is one's
 * @param revision the revision of the deployment that it carries
 * @param scheduledFor when it should start
 * @param requestedAt when it was asked for
 * @param cause why it is
 * @param parameters a JSON object
 * @param tags for people and filters
 * @param pool the work pool; none where a process executes the run by itself
 * @param entrypoint what a runner executes; none where a process executes the run by itself
 * @param code where the folder of the code comes from
 * @param path the folder of the code
 * @param environment variables as written: a {@code secret:NAME} is never resolved here
 * @param infrastructure where it runs; none where a process executes the run by itself
 * @param timeoutSeconds how long an attempt may run
 * @param queueTimeoutSeconds how long it may wait for a runner once it is due
 * @param retry whether an attempt that ended badly is followed by another
 * @param priority among the runs of its deployment that wait for a slot, the greater first
 * @param process that executes it by itself, where one does
 */
public record RunOrigin(
        String name,
        String flow,
        @Nullable OfDeployment deployment,
        @Nullable Integer revision,
        Instant scheduledFor,
        Instant requestedAt,
        Cause cause,
        Json parameters,
        List<String> tags,
        @Nullable String pool,
        @Nullable Entrypoint entrypoint,
        @Nullable CodeSource code,
        @Nullable String path,
        Map<String, String> environment,
        @Nullable Infrastructure infrastructure,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer queueTimeoutSeconds,
        @Nullable RetryPolicy retry,
        int priority,
        @Nullable OwnProcess process) {

    /**
     * The deployment by both of its names.
     *
     * @param id its id
     * @param name its name, unique for the flow
     */
    public record OfDeployment(UUID id, String name) {}

    /**
     * A process that executes a run by itself and reports it.
     *
     * @param host where it runs
     * @param id of the process
     * @param entrypoint what it executes, as text for people
     */
    public record OwnProcess(
            @Nullable String host, @Nullable Long id, @Nullable String entrypoint) {}

    /**
     * Why a run is.
     *
     * @param kind whether somebody, a schedule or a backfill asked, or a process only reports it
     * @param actor who asked or reports
     * @param commandId what the client called its command, where there was one
     * @param schedule the id of the schedule that fired
     * @param scheduleName what it was called; a document may lose it, and a run keeps it
     * @param nominal the time that it fired for
     * @param backfill the id of the backfill that made up for that time
     * @param parent the id of the run whose work asked for it
     * @param rerunOf the id of the run that it does again
     */
    public record Cause(
            Kind kind,
            String actor,
            @Nullable String commandId,
            @Nullable UUID schedule,
            @Nullable String scheduleName,
            @Nullable Instant nominal,
            @Nullable UUID backfill,
            @Nullable UUID parent,
            @Nullable UUID rerunOf) {

        /** Who can ask for a run. */
        public enum Kind {
            COMMAND,
            SCHEDULE,
            BACKFILL,
            REPORTED
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
                specification.code(),
                specification.path(),
                specification.environment(),
                specification.infrastructure(),
                specification.timeoutSeconds(),
                specification.queueTimeoutSeconds(),
                specification.retry(),
                event.priority(),
                null);
    }

    static RunOrigin of(
            RunTracked event,
            @Nullable DeploymentName deployment,
            Instant reportedAt,
            Cause cause) {
        var tracked = event.tracked();
        var id = event.deployment();
        return new RunOrigin(
                event.name(),
                tracked.flow(),
                id == null || deployment == null
                        ? null
                        : new OfDeployment(id.value(), deployment.name()),
                event.revision(),
                tracked.startedAt(),
                reportedAt,
                cause,
                tracked.parameters(),
                tracked.tags(),
                null,
                null,
                null,
                tracked.path(),
                Map.of(),
                null,
                null,
                null,
                null,
                0,
                new OwnProcess(tracked.host(), tracked.processId(), tracked.entrypoint()));
    }
}
