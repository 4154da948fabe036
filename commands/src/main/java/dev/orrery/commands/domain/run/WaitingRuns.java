package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Run.AwaitingSlot;
import dev.orrery.commands.domain.run.Run.Late;
import dev.orrery.commands.domain.run.Run.Queued;
import dev.orrery.commands.domain.run.Run.Suspended;
import dev.orrery.commands.domain.run.Run.Waiting;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Change;
import dev.orrery.commands.domain.run.RunAction.CheckQueueTimeout;
import dev.orrery.commands.domain.run.RunAction.CheckTimeout;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Pause;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.commands.domain.slot.Admission;
import dev.orrery.commands.domain.slot.Admission.Accepted;
import dev.orrery.commands.domain.slot.Admission.Admitted;
import dev.orrery.commands.domain.slot.Admission.Awaits;
import dev.orrery.commands.domain.slot.Admission.Skipped;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides about runs that wait. */
final class WaitingRuns {

    private WaitingRuns() {}

    static Decision decide(Waiting run, RunAction action, RunContext context, Instant now) {
        return switch (action) {
            case Cancel _ ->
                    accept(new RunCancelled(run.id(), "Cancelled before a runner leased it."));
            case Pause _ -> pause(run);
            case Resume _ -> resume(run, context, now);
            case Retry _ -> refuse(Refusal.RUN_NOT_ENDED, "The run has not ended.");
            case Rerun rerun -> Reruns.of(run, rerun, context);
            case Reported(LeaseRun report) -> lease(run, report, context, now);
            // A runner that did not hear the answer says it again.
            case Reported(FinishRun report) when RunDecider.isSaid(run, report) -> unchanged();
            case Reported(StartRun _), Reported(FinishRun _), Reported(ReturnRun _) ->
                    RunDecider.stale();
            case Due due -> due(run, due, context, now);
            case Overdue overdue -> late(run, overdue.message(), now);
            case CheckQueueTimeout _ -> checkQueueTimeout(run, now);
            case LoseLease _, CheckTimeout _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Change _, Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    private static Decision pause(Waiting run) {
        return switch (run) {
            case Queued _, Late _, AwaitingSlot _ -> accept(new RunPaused(run.id()));
            case Suspended _ -> unchanged();
        };
    }

    private static Decision resume(Waiting run, RunContext context, Instant now) {
        return switch (run) {
            case Suspended _ when !isOwned(run, context) -> RunDecider.deploymentDeleted();
            case Suspended _ when run.scheduledFor().isAfter(now) ->
                    accept(new RunResumed(run.id()));
            case Suspended _ -> {
                var claim = new Claim(run.id(), now, run.ticket().priority());
                var events = new ArrayList<Event>(List.of(new RunResumed(run.id())));
                events.addAll(queue(claim, context).events());
                yield accept(events);
            }
            case Queued _, Late _, AwaitingSlot _ -> RunDecider.notPaused();
        };
    }

    /** Where its deployment has a limit it gets a slot, or waits for one, before it is leased. */
    private static Decision due(Waiting run, Due due, RunContext context, Instant now) {
        if (!isOwned(run, context)) {
            return end(run);
        }
        if (run.scheduledFor().isAfter(now)) {
            return unchanged();
        }
        return switch (run) {
            case Queued _, Late _ when run.ticket().slot() -> unchanged();
            case Queued _ when run.ticket().fresh() && !due.entered() -> enter(run, context);
            // The policy is for runs that come new; these go on.
            case Queued _, Late _ -> accept(queue(Places.claim(run), context).events());
            case AwaitingSlot _ ->
                    switch (queue(Places.claim(run), context)) {
                        case Admitted _ -> accept(new RunAdmitted(run.id()));
                        case Awaits _ -> unchanged();
                    };
            case Suspended _ -> unchanged();
        };
    }

    private static boolean isOwned(Waiting run, RunContext context) {
        return Deployment.owns(context.deployment(), run.ticket().revision());
    }

    /** What waits ends with its deployment, also where there is another of its name by now. */
    private static Decision end(Waiting run) {
        return accept(new RunCancelled(run.id(), "Its deployment was deleted."));
    }

    private static Decision enter(Waiting run, RunContext context) {
        var concurrency = context.concurrency();
        return switch (Admission.enter(concurrency, context.slots(), Places.claim(run))) {
            case Accepted accepted -> accept(accepted.events());
            case Skipped(var reason) -> accept(new RunCancelled(run.id(), reason));
        };
    }

    private static Accepted queue(Claim claim, RunContext context) {
        return Admission.queue(context.concurrency(), context.slots(), claim);
    }

    private static Decision lease(Waiting run, LeaseRun report, RunContext context, Instant now) {
        if (run.ticket().leased().contains(report.fence())) {
            return refuse(
                    Refusal.STALE_FENCE, "The lease of this fence has ended; make a new one.");
        }
        if (!isOwned(run, context)) {
            return end(run);
        }
        if (run.scheduledFor().isAfter(now)) {
            return refuse(Refusal.NOT_QUEUED, "The run is scheduled for later.");
        }
        if (context.specification().code() instanceof CodeSource.Host(var host)
                && !host.equals(report.host())) {
            return refuse(
                    Refusal.NOT_QUEUED,
                    "Only the runners of the host '" + host + "' have its code.");
        }
        return switch (run) {
            case Queued _, Late _ -> lease(run, report, context);
            case AwaitingSlot _ ->
                    refuse(Refusal.NOT_QUEUED, "The run waits for a slot of its deployment.");
            case Suspended _ -> refuse(Refusal.NOT_QUEUED, "The run is paused.");
        };
    }

    /** The limit may have been set, or lowered, since the run was announced. */
    private static Decision lease(Waiting run, LeaseRun report, RunContext context) {
        var leased = new RunLeased(run.id(), run.attempt(), report.runner(), report.fence());
        var concurrency = context.concurrency();
        if (run.ticket().slot()) {
            return concurrency == null || context.slots().held() < concurrency.limit()
                    ? accept(leased)
                    : accept(Admission.awaits(Places.claim(run), concurrency.limit()));
        }
        return switch (queue(Places.claim(run), context)) {
            case Admitted(var events) -> {
                var all = new ArrayList<>(events);
                all.add(leased);
                yield accept(all);
            }
            case Awaits(var events) -> accept(events);
        };
    }

    /** Said once: a run is late until somebody leases it. */
    private static Decision late(Waiting run, String message, Instant now) {
        return switch (run) {
            case Queued _ when run.scheduledFor().isAfter(now) -> unchanged();
            case Queued _ -> accept(new RunLate(run.id(), message));
            case Late _, AwaitingSlot _, Suspended _ -> unchanged();
        };
    }

    private static Decision checkQueueTimeout(Waiting run, Instant now) {
        var until = run.ticket().waitsUntil();
        if (until == null || until.isAfter(now)) {
            return unchanged();
        }
        return switch (run) {
            case Queued _, Late _ -> waitedTooLong(run, "No runner leased it");
            case AwaitingSlot _ -> waitedTooLong(run, "It got no slot of its deployment");
            // Whoever paused it wants it to wait.
            case Suspended _ -> unchanged();
        };
    }

    private static Decision waitedTooLong(Waiting run, String what) {
        var message = what + " within " + run.ticket().limits().waitSeconds() + " s.";
        var kind = FailureKind.QUEUE_TIMED_OUT;
        return accept(new RunFailed(run.id(), run.attempt(), kind, null, message));
    }
}
