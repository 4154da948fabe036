package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventId;

/** Events are missing between the last one folded and this one: the views would be wrong. */
public final class SequenceGap extends RuntimeException {

    private static final long serialVersionUID = 1;

    SequenceGap(EventId event, long last) {
        super("event " + event + " came after sequence " + last + ", what is between is missing");
    }
}
