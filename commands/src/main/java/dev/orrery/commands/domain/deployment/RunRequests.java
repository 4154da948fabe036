package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.slot.Admission;
import dev.orrery.commands.domain.slot.Admission.Accepted;
import dev.orrery.commands.domain.slot.Admission.Admitted;
import dev.orrery.commands.domain.slot.Admission.Skipped;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes a run out of a deployment as it is now: the run keeps all of it. */
public final class RunRequests {

    private RunRequests() {}

    /**
     * A run that a client asks for. One for now has a slot, or waits for one, or is refused where
     * its deployment has a limit; one for later sees then.
     *
     * @param slots of the deployment
     */
    public static Decision entered(
            Deployment.Live deployment, Slots slots, RunRequested requested, Instant now) {
        return switch (admission(deployment, slots, requested, now)) {
            case Accepted accepted -> accept(with(requested, accepted.events()));
            case Skipped(var reason) -> refuse(Refusal.CONCURRENCY_LIMIT_REACHED, reason);
        };
    }

    /** What becomes of a new run, where its time has come. */
    static Admission admission(
            Deployment.Live deployment, Slots slots, RunRequested requested, Instant now) {
        var due = requested.scheduledFor();
        return due.isAfter(now)
                ? new Admitted(List.of())
                : Admission.enter(
                        deployment.document().concurrency(),
                        slots,
                        new Claim(requested.run(), now, requested.priority()));
    }

    private static List<Event> with(Event first, List<Event> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    static RunRequested byCommand(Deployment.Live deployment, RequestRun command, Asked asked) {
        var run = RunId.requested(deployment.id(), asked.actor(), asked.command(), asked.at());
        return new RunRequested(
                run,
                deployment.id(),
                deployment.revision(),
                command.name() == null ? RunNames.of(run) : command.name(),
                start(command, asked.at()),
                RunCause.asked(command.parent(), command.rerunOf(), command.nominal()),
                specification(deployment, command.parameters(), command.tags()),
                command.priority());
    }

    /** What should have begun already begins now. */
    private static Instant start(RequestRun command, Instant now) {
        var wanted = command.scheduledFor();
        var delaySeconds = command.delaySeconds();
        if (delaySeconds != null) {
            return now.plusSeconds(delaySeconds);
        }
        return wanted == null || wanted.isBefore(now) ? now : wanted;
    }

    static RunRequested bySchedule(
            Deployment.Live deployment,
            ScheduleId schedule,
            ScheduleDocument document,
            Instant nominal) {
        var run = RunId.scheduled(deployment.id(), schedule, nominal);
        return new RunRequested(
                run,
                deployment.id(),
                deployment.revision(),
                RunNames.of(run),
                nominal.plusMillis(jitterMillis(document, run)),
                RunCause.scheduled(schedule, nominal),
                specification(deployment, document.parameters(), List.of()),
                0);
    }

    /** From nothing to the jitter, both included, by the hash that is in the run's id. */
    private static long jitterMillis(ScheduleDocument schedule, RunId run) {
        long hash = run.value().getLeastSignificantBits();
        return Math.floorMod(hash, schedule.jitterSeconds() * 1_000L + 1);
    }

    /** The run of a nominal time that a backfill makes up for; now, since its time has passed. */
    static RunRequested byBackfill(
            Deployment.Live deployment,
            BackfillId backfill,
            ScheduleDocument document,
            Instant nominal,
            Instant now) {
        var schedule = ScheduleId.of(deployment.id(), document.name());
        var run = RunId.backfilled(deployment.id(), schedule, nominal, backfill);
        return new RunRequested(
                run,
                deployment.id(),
                deployment.revision(),
                RunNames.of(run),
                now,
                new RunCause(schedule, nominal, backfill, null, null),
                specification(deployment, document.parameters(), List.of()),
                0);
    }

    private static RunSpecification specification(
            Deployment.Live deployment, Json parameters, List<String> tags) {
        var document = deployment.document();
        return new RunSpecification(
                document.entrypoint(),
                document.code(),
                document.path(),
                document.parameters().overlaidWith(parameters),
                document.environment(),
                DocumentRules.together(document.tags(), tags),
                document.pool(),
                document.infrastructure(),
                document.timeoutSeconds(),
                document.retry(),
                document.queueTimeoutSeconds());
    }
}
