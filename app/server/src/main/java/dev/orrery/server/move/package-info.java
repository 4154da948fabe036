/**
 * A log is taken from one Kafka to another: {@link dev.orrery.server.move.LogMove} first. What is
 * moved is what can't be made again: the events, their schemas, pushed code, and output.
 */
@NullMarked
package dev.orrery.server.move;

import org.jspecify.annotations.NullMarked;
