package dev.orrery.projections.view;

import dev.orrery.projections.view.ScheduleView.Skipped;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of deployments, each with its next time. A row of its own for each, so that a fire
 * rewrites a hundred bytes and not a document.
 */
final class ScheduleViews implements View {

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        switch (recorded.event()) {
            case ScheduleEvent event ->
                    fold(event, DeploymentId.parse(recorded.root()), recorded.header(), rows);
            // The rows come and go with the document, see replace.
            case DeploymentEvent _, RunEvent _, BackfillEvent _, ViewsEvent _ -> {}
        }
    }

    /**
     * Makes the rows those of the new document; a schedule that stays goes on.
     *
     * @param sequence of the event that brought the document
     */
    static void replace(
            @Nullable DeploymentView before, DeploymentView now, long sequence, Rows rows) {
        var id = new DeploymentId(now.id());
        var gone = new HashSet<ScheduleId>();
        for (var schedule : before == null ? List.<ScheduleDocument>of() : schedules(before)) {
            gone.add(ScheduleId.of(id, schedule.name()));
        }
        for (var schedule : schedules(now)) {
            var scheduleId = ScheduleId.of(id, schedule.name());
            gone.remove(scheduleId);
            var kept = find(id, scheduleId, rows);
            put(id, ScheduleView.of(scheduleId.value(), schedule, kept), rows);
            if (kept == null) {
                keep(scheduleId, ScheduleMoment.NONE, sequence, rows);
            }
        }
        gone.forEach(schedule -> rows.delete(Keys.schedule(id, schedule)));
    }

    /** What a schedule is called; nothing where its deployment has it no more. */
    static @Nullable String name(DeploymentId deployment, ScheduleId schedule, Rows rows) {
        byte[] row = rows.get(Keys.schedule(deployment, schedule));
        return row == null ? null : ViewJson.readText(row, "name");
    }

    private static void fold(
            ScheduleEvent event, DeploymentId deployment, EventHeader header, Rows rows) {
        var schedule = find(deployment, event.schedule(), rows);
        var moment = ScheduleMoment.NONE;
        if (schedule != null) {
            var now = after(schedule, event, header.time());
            put(deployment, now, rows);
            moment = now.moment();
        } else if (!(event instanceof ScheduleStopped)) {
            throw new IllegalStateException(
                    "schedule " + event.schedule() + " is not in the document of " + deployment);
        }
        // A schedule that stops because it left the document has no row any more.
        keep(event.schedule(), moment, header.id().sequence(), rows);
    }

    private static void keep(ScheduleId id, ScheduleMoment moment, long sequence, Rows rows) {
        rows.put(Keys.scheduleAt(id.value(), sequence), ViewJson.write(moment));
    }

    private static ScheduleView after(ScheduleView schedule, ScheduleEvent event, Instant time) {
        return switch (event) {
            case ScheduleStarted e -> schedule.next(e.next());
            case ScheduleFired e -> schedule.next(e.next());
            case ScheduleSkipped e ->
                    schedule.skipped(
                            new Skipped(e.first(), e.last(), e.count(), e.reason(), time),
                            e.next());
            case ScheduleStopped _ -> schedule.next(null);
        };
    }

    private static List<ScheduleDocument> schedules(DeploymentView deployment) {
        return deployment.document().schedules();
    }

    private static @Nullable ScheduleView find(
            DeploymentId deployment, ScheduleId schedule, Rows rows) {
        return rows.view(Keys.schedule(deployment, schedule), ScheduleView.class);
    }

    private static void put(DeploymentId deployment, ScheduleView schedule, Rows rows) {
        var key = Keys.schedule(deployment, new ScheduleId(schedule.id()));
        rows.put(key, schedule);
    }
}
