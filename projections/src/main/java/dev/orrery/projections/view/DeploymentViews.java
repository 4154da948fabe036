package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.DeploymentId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deployments by id and by name, their revisions, their flows and their number. */
final class DeploymentViews implements View {

    @Override
    public void fold(RecordedEvent recorded, Rows rows, Tally tally) {
        switch (recorded.event()) {
            case DeploymentEvent event -> fold(event, recorded.header(), rows, tally);
            case RunEvent _, ScheduleEvent _, BackfillEvent _, ViewsEvent _ -> {}
        }
    }

    /** The deployment that an event speaks of. */
    static DeploymentView of(DeploymentId id, Rows rows) {
        var found = find(id, rows);
        if (found == null) {
            throw neverMade(id);
        }
        return found;
    }

    private static IllegalStateException neverMade(DeploymentId id) {
        return new IllegalStateException("the log speaks of deployment " + id + ", never made");
    }

    /** What it is called, without reading all of it: each run asks, and a document can be large. */
    static DeploymentName name(DeploymentId id, Rows rows) {
        byte[] row = rows.get(Keys.deployment(id));
        if (row == null) {
            throw neverMade(id);
        }
        return new DeploymentName(ViewJson.readText(row, "flow"), ViewJson.readText(row, "name"));
    }

    private static @Nullable DeploymentView find(DeploymentId id, Rows rows) {
        return rows.view(Keys.deployment(id), DeploymentView.class);
    }

    private static void fold(DeploymentEvent event, EventHeader header, Rows rows, Tally tally) {
        var id = event.deployment();
        switch (event) {
            case DeploymentCreated e -> {
                var before = find(id, rows);
                var now = keep(created(e, header), header, rows);
                keepRevision(now, header, List.of(), null, rows);
                ScheduleViews.replace(before, now, header.id().sequence(), rows);
                byte[] name = Keys.bytes(now.id());
                rows.put(Keys.deploymentByName(now.flow(), now.name()), name);
                rows.put(Keys.deploymentEver(now.flow(), now.name()), name);
                count(now.flow(), 1, header.time(), rows);
                tally.moreDeployments(1);
            }
            case DeploymentUpdated e -> {
                var before = of(id, rows);
                var now = keep(before.with(e.revision(), e.document()), header, rows);
                keepRevision(now, header, e.changed(), e.rolledBackTo(), rows);
                ScheduleViews.replace(before, now, header.id().sequence(), rows);
            }
            case DeploymentPaused _ -> keep(of(id, rows).pausedNow(), header, rows);
            case DeploymentResumed _ -> keep(of(id, rows).resumedNow(), header, rows);
            case DeploymentDeleted _ -> {
                var now = keep(of(id, rows).gone(), header, rows);
                rows.delete(Keys.deploymentByName(now.flow(), now.name()));
                count(now.flow(), -1, header.time(), rows);
                tally.moreDeployments(-1);
            }
        }
    }

    private static DeploymentView created(DeploymentCreated event, EventHeader header) {
        return new DeploymentView(
                event.deployment().value(),
                event.flow(),
                event.name(),
                event.revision(),
                header.version(),
                false,
                false,
                header.time(),
                header.time(),
                event.document());
    }

    private static DeploymentView keep(DeploymentView changed, EventHeader header, Rows rows) {
        var now = changed.at(header.version(), header.time());
        rows.put(Keys.deployment(now.id()), now);
        // Bytes, since it is never folded again and would take the place of what is.
        rows.put(
                Keys.deploymentAt(now.id(), header.id().sequence()),
                ViewJson.write(DeploymentMoment.of(now)));
        return now;
    }

    private static void keepRevision(
            DeploymentView now,
            EventHeader header,
            List<String> changed,
            @Nullable Integer rolledBackTo,
            Rows rows) {
        var revision =
                new RevisionView(
                        now.revision(),
                        header.version(),
                        header.time(),
                        header.actor(),
                        header.reason(),
                        header.id().toString(),
                        changed,
                        rolledBackTo,
                        now.document());
        var key = Keys.revision(new DeploymentId(now.id()), now.revision());
        rows.put(key, revision);
    }

    /** A flow that only has runs of its own is known too; once, since a run is no news of it. */
    static void keepFlow(String flow, Instant time, Rows rows) {
        byte[] key = Keys.flow(flow);
        if (rows.get(key) == null) {
            rows.put(key, new FlowView(flow, 0, time, time));
        }
    }

    private static void count(String flow, int more, Instant time, Rows rows) {
        byte[] key = Keys.flow(flow);
        var before = rows.view(key, FlowView.class);
        var change = new FlowView(flow, more, time, time);
        rows.put(key, before == null ? change : before.and(change));
    }
}
