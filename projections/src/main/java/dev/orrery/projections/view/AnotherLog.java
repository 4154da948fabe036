package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventId;

/**
 * The views were made of another log than the one that is read: what they say is not true of it.
 */
public final class AnotherLog extends RuntimeException {

    private static final long serialVersionUID = 1;

    AnotherLog(EventId event, long last) {
        super(
                "event "
                        + event
                        + " is not of the log that the views were made of, up to its sequence "
                        + last
                        + "; delete the topic orrery-projector-views-changelog, and they are built"
                        + " again from this log at the next start");
    }
}
