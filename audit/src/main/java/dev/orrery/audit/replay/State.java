package dev.orrery.audit.replay;

import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.views.ViewGenerations;

/** The state of an aggregate, as decisions see it. */
public sealed interface State {

    /** Of a deployment. */
    record OfDeployment(Deployment deployment) implements State {}

    /** Of a run. */
    record OfRun(Run run) implements State {}

    /** Of a backfill. */
    record OfBackfill(Backfill backfill) implements State {}

    /** Of a schedule. */
    record OfSchedule(Schedule schedule) implements State {}

    /** Of the views. */
    record OfViews(ViewGenerations views) implements State {}
}
