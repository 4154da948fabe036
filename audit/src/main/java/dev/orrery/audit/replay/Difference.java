package dev.orrery.audit.replay;

import dev.orrery.schemas.envelope.EventId;

/**
 * A place where the log is not what it must be.
 *
 * @param at the first event that is in doubt
 * @param offset of the record where it was found
 * @param sentence what is wrong, for people
 */
public record Difference(EventId at, long offset, String sentence) {}
