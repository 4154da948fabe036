package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.RerunRules;
import dev.orrery.commands.domain.deployment.RunNames;
import dev.orrery.commands.domain.deployment.RunRequests;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.RunId;

/** Makes a new run that does what another was asked to do, with the code that the other had. */
final class Reruns {

    private Reruns() {}

    static Decision of(Run.Dispatched run, RunAction.Rerun rerun, RunContext context) {
        return switch (context.deployment()) {
            case Deployment.Live live when !Deployment.owns(live, run.ticket().revision()) ->
                    RunDecider.deploymentDeleted();
            case Deployment.Live _ when !context.isServed() -> notServed(context);
            case Deployment.Live live ->
                    RerunRules.check(rerun.command(), live.document())
                            .<Decision>map(Decision.Refused::new)
                            .orElseGet(() -> entered(live, run, rerun, context));
            case Deployment.Absent _, Deployment.Deleted _ -> RunDecider.deploymentDeleted();
        };
    }

    private static Decision entered(
            Deployment.Live live, Run.Dispatched run, RunAction.Rerun rerun, RunContext context) {
        var requested = again(live, run, rerun, context);
        return RunRequests.entered(live, context.slots(), requested, rerun.asked().at());
    }

    static Decision notServed(RunContext context) {
        return new Decision.Refused(RerunRules.notServed(context.specification().pool()));
    }

    private static RunRequested again(
            Deployment.Live live, Run.Dispatched run, RunAction.Rerun rerun, RunContext context) {
        var asked = rerun.asked();
        var id = RunId.requested(run.deployment(), asked.actor(), asked.command(), asked.at());
        var parameters = rerun.command().parameters();
        var work = context.specification();
        return new RunRequested(
                id,
                run.deployment(),
                run.ticket().revision(),
                RunNames.of(id),
                asked.at(),
                RunCause.rerun(run.id(), context.nominal()),
                parameters == null
                        ? work
                        : work.with(live.document().parameters().overlaidWith(parameters)),
                run.ticket().priority());
    }
}
