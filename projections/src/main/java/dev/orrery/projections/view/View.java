package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.RecordedEvent;

/** One way to look at the log. */
@FunctionalInterface
interface View {

    /**
     * Adds one event to what the rows and the tally say.
     *
     * @throws IllegalStateException when the log contradicts itself
     */
    void fold(RecordedEvent recorded, Rows rows, Tally tally);
}
