package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what is asked of a deployment. */
public final class DeploymentDecider {

    private final DocumentRules rules;
    private final BackfillDecider backfills;

    public DeploymentDecider(DocumentRules rules) {
        this.rules = rules;
        this.backfills = new BackfillDecider(rules);
    }

    public Decision decide(
            Deployment deployment,
            DeploymentContext context,
            DeploymentCommand command,
            Asked asked) {
        return switch (command) {
            case PutDeployment c -> put(deployment, context, c, asked.at());
            case PauseDeployment _ ->
                    switch (deployment) {
                        case Live live when live.pace() == Pace.PAUSED -> unchanged();
                        case Live live -> pause(live, asked.at());
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
                        case Live live -> delete(live, context, asked.at());
                        case Absent _, Deleted _ -> notFound();
                    };
            case BackfillSchedule c ->
                    switch (deployment) {
                        case Live live -> backfills.start(live, c, context, asked);
                        case Absent _, Deleted _ -> notFound();
                    };
            case CancelBackfill c ->
                    switch (deployment) {
                        case Live _ -> BackfillDecider.cancel(c, context);
                        case Absent _, Deleted _ -> notFound();
                    };
            case RollBackDeployment c ->
                    switch (deployment) {
                        case Live live -> rollBack(live, context, c, asked.at());
                        case Absent _, Deleted _ -> notFound();
                    };
            case RequestRun c ->
                    switch (deployment) {
                        case Live live -> request(live, context.slots(), c, asked);
                        case Absent _, Deleted _ -> notFound();
                    };
        };
    }

    private Decision put(
            Deployment deployment, DeploymentContext context, PutDeployment put, Instant now) {
        var wrong = rules.check(put);
        if (wrong.isPresent()) {
            return new Decision.Refused(wrong.get());
        }
        return switch (deployment) {
            case Live live when live.document().equals(put.document()) -> unchanged();
            case Live _, Absent _, Deleted _ ->
                    DocumentRules.checkNext(put, Schedules.of(put.target(), deployment), now)
                            .<Decision>map(Decision.Refused::new)
                            .orElseGet(() -> change(deployment, context, put, now));
        };
    }

    private static Decision change(
            Deployment deployment, DeploymentContext context, PutDeployment put, Instant now) {
        return switch (deployment) {
            case Absent _ -> create(put, 1, now);
            case Deleted deleted -> create(put, deleted.revision() + 1, now);
            case Live live -> update(live, context, put.document(), null, now);
        };
    }

    /** What was right once need not be any more, so that all rules are asked again. */
    private Decision rollBack(
            Live live, DeploymentContext context, RollBackDeployment command, Instant now) {
        var found = context.document(command.revision());
        if (found.isEmpty()) {
            return refuse(
                    Refusal.REVISION_NOT_FOUND,
                    "There is no revision "
                            + command.revision()
                            + " of the deployment among the newest "
                            + Limits.REVISIONS_MAX
                            + ", which are kept.");
        }
        var document = found.get();
        if (document.equals(live.document())) {
            return unchanged();
        }
        var put = new PutDeployment(live.flow(), live.name(), document);
        return rules.check(put)
                .or(() -> DocumentRules.checkNext(put, Schedules.of(live.id(), live), now))
                .<Decision>map(wrong -> new Decision.Refused(ofRevision(command, wrong)))
                .orElseGet(() -> update(live, context, document, command.revision(), now));
    }

    /** What is wrong with a document that nobody has written now. */
    private static Rejected ofRevision(RollBackDeployment command, Rejected wrong) {
        return new Rejected(
                wrong.code(),
                wrong.message()
                        + " Of revision "
                        + command.revision()
                        + " that is so; 'orrery deployment revisions -o yaml' shows it, to be"
                        + " mended and put as a new one.",
                wrong.field(),
                wrong.errors());
    }

    private Decision request(Live live, Slots slots, RequestRun request, Asked asked) {
        var wrong = rules.check(request, live.document(), asked.at());
        return wrong.isPresent()
                ? new Decision.Refused(wrong.get())
                : RunRequests.entered(
                        live, slots, RunRequests.byCommand(live, request, asked), asked.at());
    }

    private static Decision create(PutDeployment put, int revision, Instant now) {
        var id = put.target();
        var events = new ArrayList<Event>();
        events.add(new DeploymentCreated(id, put.flow(), put.name(), revision, put.document()));
        events.addAll(Schedules.of(id, put.document()).started(now));
        return accept(events);
    }

    private static Decision update(
            Live live,
            DeploymentContext context,
            DeploymentDocument document,
            @Nullable Integer rolledBackTo,
            Instant now) {
        var changed = Differences.between(live.document(), document);
        var events = new ArrayList<Event>();
        events.add(
                new DeploymentUpdated(
                        live.id(), live.revision() + 1, document, changed, rolledBackTo));
        if (live.pace() == Pace.SCHEDULED) {
            var before = Schedules.of(live.id(), live.document());
            events.addAll(Schedules.of(live.id(), document).changedFrom(before, now));
        }
        var after = live.with(live.revision() + 1, document);
        events.addAll(BackfillDecider.stopped(live, after, context));
        return accept(events);
    }

    private static Decision pause(Live live, Instant now) {
        return accept(ending(live, new DeploymentPaused(live.id()), now));
    }

    private static Decision resume(Live live, Instant now) {
        var events = new ArrayList<Event>(List.of(new DeploymentResumed(live.id())));
        events.addAll(Schedules.of(live.id(), live.document()).started(now));
        return accept(events);
    }

    private static Decision delete(Live live, DeploymentContext context, Instant now) {
        var events = ending(live, new DeploymentDeleted(live.id()), now);
        events.addAll(BackfillDecider.stopped(live, new Deleted(live.revision()), context));
        return accept(events);
    }

    /** The event, and the end of each schedule that waits. */
    private static List<Event> ending(Live live, Event event, Instant now) {
        var events = new ArrayList<Event>(List.of(event));
        if (live.pace() == Pace.SCHEDULED) {
            events.addAll(Schedules.of(live.id(), live.document()).stopped(now));
        }
        return events;
    }

    private static Decision notFound() {
        return refuse(
                Refusal.DEPLOYMENT_NOT_FOUND,
                "There is no such deployment; create it first or check its id.");
    }
}
