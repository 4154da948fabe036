package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.DeploymentDocument;
import java.time.Instant;
import java.util.UUID;

/**
 * A deployment as it is now.
 *
 * @param id its id
 * @param flow the name of its flow
 * @param name its name, unique for the flow
 * @param revision the number of its document
 * @param version of the deployment, gapless from 1; its ETag
 * @param paused whether its schedules are stopped
 * @param deleted whether it is no more
 * @param created when it came to be, or came back
 * @param updated when it last changed
 * @param document what was put; a field of its own, because it has a {@code version} too
 */
public record DeploymentView(
        UUID id,
        String flow,
        String name,
        int revision,
        long version,
        boolean paused,
        boolean deleted,
        Instant created,
        Instant updated,
        DeploymentDocument document) {

    DeploymentView at(long newVersion, Instant time) {
        return new DeploymentView(
                id, flow, name, revision, newVersion, paused, deleted, created, time, document);
    }

    DeploymentView with(int newRevision, DeploymentDocument newDocument) {
        return new DeploymentView(
                id,
                flow,
                name,
                newRevision,
                version,
                paused,
                deleted,
                created,
                updated,
                newDocument);
    }

    DeploymentView pausedNow() {
        return new DeploymentView(
                id, flow, name, revision, version, true, deleted, created, updated, document);
    }

    DeploymentView resumedNow() {
        return new DeploymentView(
                id, flow, name, revision, version, false, deleted, created, updated, document);
    }

    DeploymentView gone() {
        return new DeploymentView(
                id, flow, name, revision, version, paused, true, created, updated, document);
    }
}
