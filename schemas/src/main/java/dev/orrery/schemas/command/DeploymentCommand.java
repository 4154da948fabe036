package dev.orrery.schemas.command;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a deployment. */
public sealed interface DeploymentCommand extends Command {

    @Override
    DeploymentId target();

    /**
     * Creates the deployment, or replaces its document.
     *
     * @param flow the name of the flow, 1 to 255 characters
     * @param name the deployment's name, 1 to 255 characters
     * @param document all that it is to be
     */
    record PutDeployment(String flow, String name, DeploymentDocument document)
            implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return DeploymentId.of(flow, name);
        }
    }

    /**
     * Stops its schedules.
     *
     * @param deployment its id
     */
    record PauseDeployment(DeploymentId deployment) implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Lets its schedules fire again.
     *
     * @param deployment its id
     */
    record ResumeDeployment(DeploymentId deployment) implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Ends it; its history stays.
     *
     * @param deployment its id
     */
    record DeleteDeployment(DeploymentId deployment) implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Makes the document of an earlier revision the document again, as a new revision.
     *
     * @param deployment its id
     * @param revision the number of the earlier one
     */
    record RollBackDeployment(DeploymentId deployment, int revision) implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Runs the nominal times of a range, in order.
     *
     * @param deployment its id
     * @param schedule the name of its schedule
     * @param from the first moment of the range
     * @param to the last moment of the range
     * @param atOnce how many of its runs may be under way at once, 1 or more
     */
    record BackfillSchedule(
            DeploymentId deployment, String schedule, Instant from, Instant to, int atOnce)
            implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Lets a backfill request no more runs; those under way go on.
     *
     * @param deployment its id
     * @param backfill which
     */
    record CancelBackfill(DeploymentId deployment, BackfillId backfill)
            implements DeploymentCommand {
        @Override
        public DeploymentId target() {
            return deployment;
        }
    }

    /**
     * Asks for a run.
     *
     * @param deployment which deployment to run
     * @param name the run's name, for people; without one it is made from the run's id
     * @param parameters a JSON object, laid over the deployment's parameters
     * @param tags beside those of the deployment
     * @param scheduledFor when it should start; without it and a delay, now
     * @param delaySeconds how long after it is decided it should start, in place of a time: a
     *     command that is asked again must say the same
     * @param priority among the runs of its deployment that wait for a slot, the greater first
     * @param parent the run whose work asks for it
     * @param rerunOf the run that it does again
     * @param nominal the nominal time that the run is for, where it does one again; without it,
     *     none
     */
    record RequestRun(
            DeploymentId deployment,
            @Nullable String name,
            Json parameters,
            List<String> tags,
            @Nullable Instant scheduledFor,
            @Nullable Long delaySeconds,
            int priority,
            @Nullable RunId parent,
            @Nullable RunId rerunOf,
            @Nullable Instant nominal)
            implements DeploymentCommand {
        public RequestRun {
            tags = List.copyOf(tags);
        }

        /** For a run now, with the tags of the deployment alone. */
        public RequestRun(DeploymentId deployment, @Nullable String name, Json parameters) {
            this(deployment, name, parameters, List.of(), null, null);
        }

        /** For one that nobody else asks for. */
        public RequestRun(
                DeploymentId deployment,
                @Nullable String name,
                Json parameters,
                List<String> tags,
                @Nullable Instant scheduledFor,
                @Nullable Long delaySeconds) {
            this(
                    deployment,
                    name,
                    parameters,
                    tags,
                    scheduledFor,
                    delaySeconds,
                    0,
                    null,
                    null,
                    null);
        }

        @Override
        public DeploymentId target() {
            return deployment;
        }
    }
}
