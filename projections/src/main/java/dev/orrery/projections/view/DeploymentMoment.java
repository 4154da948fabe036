package dev.orrery.projections.view;

import java.time.Instant;
import java.util.UUID;

/**
 * What a deployment was after one of its events: a {@link DeploymentView} but for the document,
 * which its revision has. So a moment of the past costs one small row and one revision, however
 * many revisions there are. The members are those of the view, in its order.
 *
 * @param id its id
 * @param flow the name of its flow
 * @param name its name, unique for the flow
 * @param revision the number of its document
 * @param version of the deployment, gapless from 1
 * @param paused whether its schedules were stopped
 * @param deleted whether it was no more
 * @param created when it came to be, or came back
 * @param updated when it last changed
 */
public record DeploymentMoment(
        UUID id,
        String flow,
        String name,
        int revision,
        long version,
        boolean paused,
        boolean deleted,
        Instant created,
        Instant updated) {

    static DeploymentMoment of(DeploymentView view) {
        return new DeploymentMoment(
                view.id(),
                view.flow(),
                view.name(),
                view.revision(),
                view.version(),
                view.paused(),
                view.deleted(),
                view.created(),
                view.updated());
    }
}
