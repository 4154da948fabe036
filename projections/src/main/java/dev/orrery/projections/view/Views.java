package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.RecordedEvent;
import java.util.List;

/** All views of a partition, and how far in the log they are. */
public final class Views {

    /** The trail before the runs: what an event led to may depend on what its run was before. */
    private static final List<View> ALL =
            List.of(
                    new DeploymentViews(),
                    new ScheduleViews(),
                    new BackfillViews(),
                    new EventViews(),
                    new RunViews());

    private Views() {}

    /**
     * Folds an event into every view.
     *
     * @param hash of the event: what the next one must name as the one before it
     * @return whether it was new; a repeat of what was folded before changes nothing
     * @throws SequenceGap when an event before it is missing
     * @throws AnotherLog when it follows from another event than the last one folded
     */
    public static boolean fold(RecordedEvent recorded, EventHash hash, Rows rows) {
        var header = recorded.header();
        var tally = Tally.of(rows.get(Keys.tally()));
        if (!tally.isFollowedBy(header.id(), header.previous(), hash)) {
            return false;
        }
        ALL.forEach(view -> view.fold(recorded, rows, tally));
        tally.folded(header.id().sequence(), hash);
        rows.put(Keys.tally(), tally.bytes());
        return true;
    }

    /** The sequence of the last event folded, 0 before the first. */
    public static long sequence(Rows rows) {
        return Tally.of(rows.get(Keys.tally())).sequence();
    }
}
