/**
 * Runs the deciders on Kafka Streams, exactly once, one writer a partition. For each command it
 * loads the aggregate, decides, applies its own events to its state and forwards events, reply and
 * signals: one transaction. Its state is a fold of the log and is checked against the log's end
 * whenever a task starts.
 */
@NullMarked
package dev.orrery.commands.processor;

import org.jspecify.annotations.NullMarked;
