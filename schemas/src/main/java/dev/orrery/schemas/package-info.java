/**
 * The contracts: Avro schemas of events, commands, replies, dispatch and log records and the sealed
 * records that mirror them, the codec and the schema registry client, ids and routing, and the
 * topic catalogue. Depends on nothing of ours, so that every other module can depend on it.
 */
@NullMarked
package dev.orrery.schemas;

import org.jspecify.annotations.NullMarked;
