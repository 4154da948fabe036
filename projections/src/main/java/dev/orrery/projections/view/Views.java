package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.RecordedEvent;
import java.util.List;

/** All views of a partition, and how far in the log they are. */
public final class Views {

    private static final List<View> ALL =
            List.of(new DeploymentViews(), new ScheduleViews(), new RunViews(), new EventViews());

    private Views() {}

    /**
     * Folds an event into every view.
     *
     * @return whether it was new; a repeat of what was folded before changes nothing
     * @throws SequenceGap when an event before it is missing
     */
    public static boolean fold(RecordedEvent recorded, Rows rows) {
        EventId id = recorded.header().id();
        var tally = Tally.of(rows.get(Keys.tally()));
        long last = tally.sequence();
        if (id.sequence() <= last) {
            return false;
        }
        if (id.sequence() != last + 1) {
            throw new SequenceGap(id, last);
        }
        ALL.forEach(view -> view.fold(recorded, rows, tally));
        tally.folded(id.sequence());
        rows.put(Keys.tally(), tally.bytes());
        return true;
    }

    /** The sequence of the last event folded, 0 before the first. */
    public static long sequence(Rows rows) {
        return Tally.of(rows.get(Keys.tally())).sequence();
    }
}
