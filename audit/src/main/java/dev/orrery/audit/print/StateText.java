package dev.orrery.audit.print;

import dev.orrery.audit.replay.State;
import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.views.ViewGenerations;
import java.util.Locale;

/** A state in a few words. */
final class StateText {

    private StateText() {}

    static String of(State state) {
        return switch (state) {
            case State.OfDeployment s -> deployment(s.deployment());
            case State.OfRun s -> run(s.run());
            case State.OfBackfill s -> backfill(s.backfill());
            case State.OfSchedule s -> schedule(s.schedule());
            case State.OfViews s -> views(s.views());
        };
    }

    private static String deployment(Deployment deployment) {
        return switch (deployment) {
            case Deployment.Absent _ -> "absent";
            case Deployment.Live live ->
                    "%s, %s/%s, revision %d, %s"
                            .formatted(
                                    pace(live.pace()),
                                    Words.clean(live.flow()),
                                    Words.clean(live.name()),
                                    live.revision(),
                                    SummaryText.count(
                                            live.document().schedules().size(), "schedule"));
            case Deployment.Deleted deleted -> "deleted, last revision " + deleted.revision();
        };
    }

    private static String pace(Pace pace) {
        return switch (pace) {
            case SCHEDULED -> "live";
            case PAUSED -> "paused";
        };
    }

    private static String run(Run run) {
        return switch (run) {
            case Run.Absent _ -> "absent";
            case Run.Queued queued ->
                    "queued, attempt %d, due %s".formatted(queued.attempt(), queued.scheduledFor());
            case Run.Late late ->
                    "late, attempt %d, due %s".formatted(late.attempt(), late.scheduledFor());
            case Run.AwaitingSlot waiting ->
                    "waiting for a slot, attempt %d, due %s"
                            .formatted(waiting.attempt(), waiting.scheduledFor());
            case Run.Suspended waiting ->
                    "paused, attempt %d, due %s"
                            .formatted(waiting.attempt(), waiting.scheduledFor());
            case Run.Paused paused -> "paused" + lease(paused.lease());
            case Run.Leased leased -> "leased" + lease(leased.lease());
            case Run.Running running -> "running" + lease(running.lease());
            case Run.Cancelling cancelling -> "cancelling" + lease(cancelling.lease());
            case Run.Ended ended ->
                    "%s at %s".formatted(ended.how().name().toLowerCase(Locale.ROOT), ended.at());
            case Run.Tracked _ -> "running, in a process of its own";
            case Run.TrackedEnded ended -> "ended at " + ended.at();
        };
    }

    private static String lease(Run.Lease lease) {
        return ", attempt %d, held by %s"
                .formatted(lease.attempt(), Words.clean(lease.runner().value()));
    }

    private static String backfill(Backfill backfill) {
        return switch (backfill) {
            case Backfill.Ended _ -> "ended";
            case Backfill.UnderWay going ->
                    "%s of %s, next %s"
                            .formatted(
                                    SummaryText.count(going.underWay().size(), "run"),
                                    Words.clean(going.name()),
                                    going.next());
        };
    }

    private static String views(ViewGenerations views) {
        return views.building() == null
                ? "generation %d is live".formatted(views.live())
                : "generation %d is live, %d is being built"
                        .formatted(views.live(), views.building());
    }

    private static String schedule(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Stopped _ -> "stopped";
            case Schedule.Waiting waiting ->
                    "waiting, %s, next %s".formatted(Words.clean(waiting.name()), waiting.next());
        };
    }
}
