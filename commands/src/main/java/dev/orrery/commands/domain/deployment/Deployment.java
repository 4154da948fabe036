package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.DeploymentId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A deployment, as far as decisions need it. */
public sealed interface Deployment {

    Absent ABSENT = new Absent();

    /** How many of its runs may be ready or held at once; none where there is no limit. */
    static @Nullable Concurrency concurrency(Deployment deployment) {
        return switch (deployment) {
            case Live live -> live.document().concurrency();
            case Absent _, Deleted _ -> null;
        };
    }

    /**
     * Whether it is the one that a run with this revision is of: there may have been others of its
     * name before it, whose revisions are smaller, and whose runs end with them.
     */
    static boolean owns(Deployment deployment, int runsRevision) {
        return switch (deployment) {
            case Live live -> runsRevision >= live.firstRevision();
            case Absent _, Deleted _ -> false;
        };
    }

    /** There never was one of this name. */
    record Absent() implements Deployment {}

    /**
     * It runs when asked, and by its schedules unless it is paused.
     *
     * @param id made from flow and name
     * @param flow the flow's name
     * @param name its name
     * @param firstRevision the number of the document with which it was created
     * @param revision the number of the document
     * @param document all that it is
     * @param pace whether its schedules fire
     */
    record Live(
            DeploymentId id,
            String flow,
            String name,
            int firstRevision,
            int revision,
            DeploymentDocument document,
            Pace pace)
            implements Deployment {

        /** Its schedule of this name, which may be inactive. */
        Optional<ScheduleDocument> schedule(String wanted) {
            return document.schedules().stream()
                    .filter(schedule -> schedule.name().equals(wanted))
                    .findFirst();
        }

        Live with(int newRevision, DeploymentDocument newDocument) {
            return new Live(id, flow, name, firstRevision, newRevision, newDocument, pace);
        }

        Live with(Pace newPace) {
            return new Live(id, flow, name, firstRevision, revision, document, newPace);
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

    /** What a deployment would be after events that are only weighed. */
    static Deployment after(Deployment before, List<Event> events) {
        var after = before;
        for (var event : events) {
            switch (event) {
                case DeploymentEvent e -> after = evolve(after, e);
                case ScheduleEvent _, BackfillEvent _, RunEvent _, ViewsEvent _ -> {}
            }
        }
        return after;
    }

    static Deployment evolve(Deployment before, DeploymentEvent event) {
        return switch (event) {
            case DeploymentCreated e ->
                    new Live(
                            e.deployment(),
                            e.flow(),
                            e.name(),
                            e.revision(),
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
