package dev.orrery.schemas.event;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.id.DeploymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a deployment. */
public sealed interface DeploymentEvent extends Event {

    DeploymentId deployment();

    @Override
    default DeploymentId subject() {
        return deployment();
    }

    /**
     * A deployment came to be, or came back after it was deleted.
     *
     * @param deployment its id, made from flow and name
     * @param flow the name of the flow that it runs
     * @param name its name, unique for the flow
     * @param revision the number of this document, from 1; goes on after a delete
     * @param document all that it is
     */
    record DeploymentCreated(
            DeploymentId deployment,
            String flow,
            String name,
            int revision,
            DeploymentDocument document)
            implements DeploymentEvent {}

    /**
     * Its document was replaced by another.
     *
     * @param deployment its id
     * @param revision the number of the new document
     * @param document all that it is now
     * @param changed the names of the document's fields that differ from the revision before
     * @param rolledBackTo the number of the revision whose document it is again, where it is one's
     */
    record DeploymentUpdated(
            DeploymentId deployment,
            int revision,
            DeploymentDocument document,
            List<String> changed,
            @Nullable Integer rolledBackTo)
            implements DeploymentEvent {
        public DeploymentUpdated {
            changed = List.copyOf(changed);
        }

        /** To a document of its own. */
        public DeploymentUpdated(
                DeploymentId deployment,
                int revision,
                DeploymentDocument document,
                List<String> changed) {
            this(deployment, revision, document, changed, null);
        }
    }

    /**
     * Its schedules stopped firing; runs can still be asked for.
     *
     * @param deployment its id
     */
    record DeploymentPaused(DeploymentId deployment) implements DeploymentEvent {}

    /**
     * Its schedules fire again.
     *
     * @param deployment its id
     */
    record DeploymentResumed(DeploymentId deployment) implements DeploymentEvent {}

    /**
     * It runs no more; its history stays.
     *
     * @param deployment its id
     */
    record DeploymentDeleted(DeploymentId deployment) implements DeploymentEvent {}
}
