package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what is asked of a deployment. */
public final class DeploymentDecider {

    private final DocumentRules rules;

    public DeploymentDecider(DocumentRules rules) {
        this.rules = rules;
    }

    public Decision decide(Deployment deployment, DeploymentCommand command, Asked asked) {
        return switch (command) {
            case PutDeployment c -> put(deployment, c, asked.at());
            case PauseDeployment _ ->
                    switch (deployment) {
                        case Live live when live.pace() == Pace.PAUSED -> unchanged();
                        case Live live -> pause(live);
                        case Absent _, Deleted _ -> notFound();
                    };
            case ResumeDeployment _ ->
                    switch (deployment) {
                        case Live live when live.pace() == Pace.SCHEDULED -> unchanged();
                        case Live live -> resume(live, asked.at());
                        case Absent _, Deleted _ -> notFound();
                    };
            case DeleteDeployment _ ->
                    switch (deployment) {
                        case Live live -> delete(live);
                        case Absent _, Deleted _ -> notFound();
                    };
            case RequestRun c ->
                    switch (deployment) {
                        case Live live -> request(live, c, asked);
                        case Absent _, Deleted _ -> notFound();
                    };
        };
    }

    private Decision put(Deployment deployment, PutDeployment put, Instant now) {
        var wrong = rules.check(put);
        if (wrong.isPresent()) {
            return new Decision.Refused(wrong.get());
        }
        return switch (deployment) {
            case Live live when live.document().equals(put.document()) -> unchanged();
            case Live _, Absent _, Deleted _ ->
                    DocumentRules.checkNext(put, now)
                            .<Decision>map(Decision.Refused::new)
                            .orElseGet(() -> change(deployment, put, now));
        };
    }

    private static Decision change(Deployment deployment, PutDeployment put, Instant now) {
        return switch (deployment) {
            case Absent _ -> create(put, 1, now);
            case Deleted deleted -> create(put, deleted.revision() + 1, now);
            case Live live -> update(live, put, now);
        };
    }

    private Decision request(Live live, RequestRun request, Asked asked) {
        var wrong = rules.check(request, live.document(), asked.at());
        return wrong.isPresent()
                ? new Decision.Refused(wrong.get())
                : accept(RunRequests.byCommand(live, request, asked));
    }

    private static Decision create(PutDeployment put, int revision, Instant now) {
        var id = put.target();
        var events = new ArrayList<Event>();
        events.add(new DeploymentCreated(id, put.flow(), put.name(), revision, put.document()));
        events.addAll(Schedules.of(id, put.document()).started(now));
        return accept(events);
    }

    private static Decision update(Live live, PutDeployment put, Instant now) {
        var changed = Differences.between(live.document(), put.document());
        var events = new ArrayList<Event>();
        events.add(new DeploymentUpdated(live.id(), live.revision() + 1, put.document(), changed));
        if (live.pace() == Pace.SCHEDULED) {
            var before = Schedules.of(live.id(), live.document());
            events.addAll(Schedules.of(live.id(), put.document()).changedFrom(before, now));
        }
        return accept(events);
    }

    private static Decision pause(Live live) {
        return ending(live, new DeploymentPaused(live.id()));
    }

    private static Decision resume(Live live, Instant now) {
        var events = new ArrayList<Event>(List.of(new DeploymentResumed(live.id())));
        events.addAll(Schedules.of(live.id(), live.document()).started(now));
        return accept(events);
    }

    private static Decision delete(Live live) {
        return ending(live, new DeploymentDeleted(live.id()));
    }

    /** The event, and the end of each schedule that waits. */
    private static Decision ending(Live live, Event event) {
        var events = new ArrayList<Event>(List.of(event));
        if (live.pace() == Pace.SCHEDULED) {
            List<ScheduleEvent> stopped = Schedules.of(live.id(), live.document()).stopped();
            events.addAll(stopped);
        }
        return accept(events);
    }

    private static Decision notFound() {
        return refuse(
                Refusal.DEPLOYMENT_NOT_FOUND,
                "There is no such deployment; create it first or check its id.");
    }
}
