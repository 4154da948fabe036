package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.id.DeploymentId;

/** A deployment, as far as decisions need it. */
public sealed interface Deployment {

    Absent ABSENT = new Absent();

    /** There never was one of this name. */
    record Absent() implements Deployment {}

    /**
     * It runs when asked, and by its schedules unless it is paused.
     *
     * @param id made from flow and name
     * @param flow the flow's name
     * @param name its name
     * @param revision the number of the document
     * @param document all that it is
     * @param pace whether its schedules fire
     */
    record Live(
            DeploymentId id,
            String flow,
            String name,
            int revision,
            DeploymentDocument document,
            Pace pace)
            implements Deployment {

        Live with(int newRevision, DeploymentDocument newDocument) {
            return new Live(id, flow, name, newRevision, newDocument, pace);
        }

        Live with(Pace newPace) {
            return new Live(id, flow, name, revision, document, newPace);
        }
    }

    /**
     * It was deleted; a new one of its name goes on with the next revision.
     *
     * @param revision the number of its last document
     */
    record Deleted(int revision) implements Deployment {}

    /** Whether schedules fire. */
    enum Pace {
        SCHEDULED,
        PAUSED
    }

    static Deployment evolve(Deployment before, DeploymentEvent event) {
        return switch (event) {
            case DeploymentCreated e ->
                    new Live(
                            e.deployment(),
                            e.flow(),
                            e.name(),
                            e.revision(),
                            e.document(),
                            Pace.SCHEDULED);
            case DeploymentUpdated e -> live(before).with(e.revision(), e.document());
            case DeploymentPaused _ -> live(before).with(Pace.PAUSED);
            case DeploymentResumed _ -> live(before).with(Pace.SCHEDULED);
            case DeploymentDeleted _ -> new Deleted(live(before).revision());
        };
    }

    private static Live live(Deployment before) {
        return switch (before) {
            case Live live -> live;
            case Absent _, Deleted _ ->
                    throw new IllegalStateException("the log changes a deployment that is not");
        };
    }
}
