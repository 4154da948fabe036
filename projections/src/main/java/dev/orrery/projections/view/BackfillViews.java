package dev.orrery.projections.view;

import static java.util.Objects.requireNonNull;

import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import org.jspecify.annotations.Nullable;

/** The backfills of deployments, those that ended too. */
public final class BackfillViews implements View {

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        switch (recorded.event()) {
            case BackfillEvent event -> fold(event, recorded, rows);
            case DeploymentEvent _, ScheduleEvent _, RunEvent _, ViewsEvent _ -> {}
        }
    }

    /**
     * Counts a run where it is a backfill's. That is read from what the run was asked to be, so
     * that only an end, and a retry after it, has a look.
     */
    static void moved(
            RunEvent event, StateType from, StateType to, RecordedEvent recorded, Rows rows) {
        if (from.isEnd() == to.isEnd()) {
            return;
        }
        byte[] origin = requireNonNull(rows.get(Keys.runOrigin(event.run())));
        var id = ViewJson.readText(origin, "cause", "backfill");
        if (id != null) {
            var backfill = BackfillId.parse(id);
            var key = Keys.backfill(DeploymentId.parse(recorded.root()), backfill);
            rows.put(key, known(rows.view(key, BackfillView.class), backfill).moved(from, to));
        }
    }

    private static void fold(BackfillEvent event, RecordedEvent recorded, Rows rows) {
        var key = Keys.backfill(DeploymentId.parse(recorded.root()), event.backfill());
        var before = rows.view(key, BackfillView.class);
        rows.put(key, after(before, event, recorded.header()));
    }

    /** A backfill after an event of its own, by what it was before. */
    public static BackfillView after(
            @Nullable BackfillView before, BackfillEvent event, EventHeader header) {
        return switch (event) {
            case BackfillStarted e -> BackfillView.of(e, header.actor(), header.time());
            case BackfillFired e -> known(before, e.backfill()).fired(e.next());
            case BackfillEnded e ->
                    known(before, e.backfill()).ended(state(e.end()), e.message(), header.time());
        };
    }

    private static BackfillView known(@Nullable BackfillView found, BackfillId backfill) {
        if (found == null) {
            throw new IllegalStateException(
                    "the log speaks of backfill " + backfill + ", never started");
        }
        return found;
    }

    private static BackfillView.State state(BackfillEnd end) {
        return switch (end) {
            case COMPLETED -> BackfillView.State.COMPLETED;
            case CANCELLED -> BackfillView.State.CANCELLED;
            case STOPPED -> BackfillView.State.STOPPED;
        };
    }
}
