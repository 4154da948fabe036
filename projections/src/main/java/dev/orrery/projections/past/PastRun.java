package dev.orrery.projections.past;

import dev.orrery.projections.view.EventRow;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.RunProgress;
import dev.orrery.projections.view.RunViews;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.id.RunId;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was: the fold of its events up to then. What it was asked to be never changes.
 *
 * @param views that it is read from
 * @param partition where it is
 * @param id its id
 */
public record PastRun(ViewReader views, int partition, RunId id) {

    /**
     * Its {@link RunProgress} after the events up to a sequence, as its row was; nothing before the
     * first.
     *
     * @throws dev.orrery.schemas.http.ApiProblem when it has too many events to be folded
     */
    public byte @Nullable [] progress(long sequence) {
        // Before it is looked whether that is still what it was then.
        byte[] now = views.get(partition, Keys.run(id));
        if (now == null || events().endBy(sequence)) {
            return now;
        }
        var progress = new AtomicReference<@Nullable RunProgress>();
        events().fold(sequence, row -> progress.set(after(progress.get(), row.value())));
        var then = progress.get();
        return then == null ? null : ViewJson.write(then);
    }

    static RunProgress after(@Nullable RunProgress before, byte[] row) {
        var recorded = EventRow.read(row);
        if (!(recorded.event() instanceof RunEvent event)) {
            throw new IllegalStateException("what happens to a run is a run's event");
        }
        return RunViews.after(before, event, recorded.header());
    }

    /** Its newest events up to a sequence as they are stored, in their order. */
    public Collection<byte[]> newest(long sequence, int max) {
        return events().newest(sequence, max);
    }

    private PastEvents events() {
        return new PastEvents(views, partition, id.value());
    }
}
