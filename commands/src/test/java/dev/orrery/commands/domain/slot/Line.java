package dev.orrery.commands.domain.slot;

import static dev.orrery.commands.domain.Story.ACTOR;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.run.Runs.RUNNER;
import static dev.orrery.commands.domain.run.Runs.fence;

import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.Runs;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Report.LeaseRun;
import java.time.Instant;

/** The words in which tests speak of many runs; the greater its number, the later one is due. */
final class Line {

    private Line() {}

    static RunId run(int number) {
        return RunId.requested(DEPLOYMENT, ACTOR, new CommandId("run-" + number), due(number));
    }

    /** Before noon. */
    static Instant due(int number) {
        return NOON.minusSeconds(60).plusSeconds(number);
    }

    static RunRequested requested(int number) {
        return requested(number, 0);
    }

    static RunRequested requested(int number, int priority) {
        return requested(number, priority, due(number));
    }

    static RunRequested requested(int number, int priority, Instant due) {
        return requested(number, priority, due, 1, RunCause.COMMAND);
    }

    /** Of a revision. */
    static RunRequested requestedOf(int revision, int number) {
        return requested(number, 0, due(number), revision, RunCause.COMMAND);
    }

    /** By a backfill, for a minute past noon. */
    static RunRequested backfilled(int number) {
        var backfill = BackfillId.of(DEPLOYMENT, ACTOR, new CommandId("fill"), NOON);
        var cause = new RunCause(schedule("hourly"), NOON, backfill, null, null);
        return requested(number, 0, NOON.plusSeconds(60), 1, cause);
    }

    private static RunRequested requested(
            int number, int priority, Instant due, int revision, RunCause cause) {
        var like = Runs.requested();
        return new RunRequested(
                run(number),
                like.deployment(),
                revision,
                like.name(),
                due,
                cause,
                like.specification(),
                priority);
    }

    static RunAdmitted admitted(int number) {
        return new RunAdmitted(run(number));
    }

    static RunAwaitsSlot awaits(int number, int limit) {
        return awaits(run(number), limit);
    }

    static RunAwaitsSlot awaits(RunId run, int limit) {
        var which = limit == 1 ? "the one slot" : "one of the " + limit + " slots";
        return new RunAwaitsSlot(run, "It waits for " + which + " of its deployment.");
    }

    static RunLeased leased(int number) {
        return leasedUnder(number, number);
    }

    static RunLeased leasedUnder(int number, int fence) {
        return new RunLeased(run(number), 1, RUNNER, fence(fence));
    }

    static RunAction lease(int number) {
        return leaseUnder(number, number);
    }

    static RunAction leaseUnder(int number, int fence) {
        return new Reported(new LeaseRun(run(number), RUNNER, fence(fence)));
    }

    /** It has a slot and a runner. */
    static Event[] held(int number) {
        return new Event[] {requested(number), admitted(number), leased(number)};
    }
}
