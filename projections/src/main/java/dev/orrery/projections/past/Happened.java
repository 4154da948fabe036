package dev.orrery.projections.past;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.projections.view.BackfillView;
import dev.orrery.projections.view.BackfillViews;
import dev.orrery.projections.view.DeploymentMoment;
import dev.orrery.projections.view.EventRow;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.RunProgress;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What events of one aggregate changed in what is shown of it: of a deployment its view, of a
 * schedule its next and its skipped times, of a run its progress and, with the first event, what it
 * was asked to be, of a backfill all but how its runs fare, which is theirs to tell, of the views
 * which are read and which are built. The version and the time of the change are the event's own
 * and no difference.
 */
public final class Happened {

    private static final long END = Long.MAX_VALUE - 1;

    private final ViewReader views;
    private final int partition;
    private final UUID subject;
    private @Nullable NavigableMap<Long, Record> states;

    /**
     * @param views that have the trail
     * @param partition where the aggregate is
     * @param subject its id
     */
    public Happened(ViewReader views, int partition, UUID subject) {
        this.views = views;
        this.partition = partition;
        this.subject = subject;
    }

    /**
     * What an event of the aggregate changed.
     *
     * @param row the event as it is stored
     * @throws dev.orrery.schemas.http.ApiProblem when it is one of too many to be folded
     */
    public List<Change> changes(byte[] row) {
        var recorded = EventRow.read(row);
        long sequence = recorded.header().id().sequence();
        return switch (recorded.event()) {
            case DeploymentEvent e -> ofDeployment(e.deployment(), sequence);
            case ScheduleEvent _ -> ofSchedule(recorded, sequence);
            case RunEvent e -> ofRun(e.run(), sequence);
            case BackfillEvent _ -> ofBackfill(sequence);
            case ViewsEvent _ -> ofViews(sequence);
        };
    }

    private List<Change> ofDeployment(DeploymentId id, long sequence) {
        var past = new PastDeployment(views, partition, id);
        byte[] before = past.moment(sequence - 1);
        byte[] after = past.moment(sequence);
        var from = shown(before);
        var to = shown(after);
        int revisionBefore = revision(before);
        int revisionAfter = revision(after);
        if (revisionBefore != revisionAfter) {
            putDocument(from, past, revisionBefore);
            putDocument(to, past, revisionAfter);
        }
        return Changes.between(from, to);
    }

    private static int revision(byte @Nullable [] moment) {
        return moment == null ? 0 : ViewJson.read(moment, DeploymentMoment.class).revision();
    }

    private static void putDocument(ObjectNode shown, PastDeployment past, int revision) {
        if (revision > 0) {
            shown.set("document", ViewJson.tree(past.document(revision)));
        }
    }

    private List<Change> ofSchedule(RecordedEvent recorded, long sequence) {
        var past = new PastDeployment(views, partition, DeploymentId.parse(recorded.root()));
        return Changes.between(
                shown(past.scheduleMoment(subject, sequence - 1)),
                shown(past.scheduleMoment(subject, sequence)));
    }

    private List<Change> ofRun(RunId run, long sequence) {
        var all = states((before, row) -> PastRun.after((RunProgress) before, row));
        var after = shown(all.get(sequence));
        byte[] origin = views.get(partition, Keys.runOrigin(run));
        if (all.lowerEntry(sequence) == null && origin != null) {
            after.setAll(shown(origin));
        }
        return Changes.between(before(all, sequence), after);
    }

    private List<Change> ofBackfill(long sequence) {
        var all =
                states((before, row) -> {
                    var recorded = EventRow.read(row);
                    if (!(recorded.event() instanceof BackfillEvent event)) {
                        throw new IllegalStateException("what happens to a backfill is its event");
                    }
                    return BackfillViews.after((BackfillView) before, event, recorded.header());
                });
        return Changes.between(before(all, sequence), shown(all.get(sequence)));
    }

    private List<Change> ofViews(long sequence) {
        var all =
                states((before, row) -> {
                    if (!(EventRow.read(row).event() instanceof ViewsEvent event)) {
                        throw new IllegalStateException("what happens to the views is their event");
                    }
                    return ShownViews.after((ShownViews) before, event);
                });
        return Changes.between(before(all, sequence), shown(all.get(sequence)));
    }

    private static ObjectNode before(NavigableMap<Long, Record> states, long sequence) {
        var before = states.lowerEntry(sequence);
        return shown(before == null ? null : before.getValue());
    }

    /** What the aggregate was after each of its events. */
    private NavigableMap<Long, Record> states(BiFunction<@Nullable Record, byte[], Record> after) {
        var known = states;
        if (known != null) {
            return known;
        }
        var folded = new TreeMap<Long, Record>();
        new PastEvents(views, partition, subject)
                .fold(
                        END,
                        row -> {
                            var last = folded.lastEntry();
                            var before = last == null ? null : last.getValue();
                            folded.put(LogEntry.sequence(row), after.apply(before, row.value()));
                        });
        states = folded;
        return folded;
    }

    private static ObjectNode shown(@Nullable Record state) {
        return shown(state == null ? null : ViewJson.write(state));
    }

    private static ObjectNode shown(byte @Nullable [] state) {
        var shown = JsonNodeFactory.instance.objectNode();
        if (state != null) {
            JsonNode tree = ViewJson.tree(state);
            tree.properties().forEach(member -> shown.set(member.getKey(), member.getValue()));
        }
        shown.remove(List.of("version", "updated", "underWay", "completed", "failed"));
        return shown;
    }
}
