package dev.orrery.audit.replay;

import dev.orrery.schemas.envelope.RecordedEvent;

/**
 * An event, told again.
 *
 * @param recorded as it stands in the log
 * @param state of its subject after it
 */
public record ReplayedEvent(RecordedEvent recorded, State state) {}
