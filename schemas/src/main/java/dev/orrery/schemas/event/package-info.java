/**
 * What happened, in the past tense: the only truth that Orrery keeps for ever. One record an event,
 * one Avro schema of the same name a record; a released event never changes meaning.
 */
@NullMarked
package dev.orrery.schemas.event;

import org.jspecify.annotations.NullMarked;
