/**
 * Where events are read from: the partitions of a log as streams, from Kafka or from memory, and
 * all of them as one story in the order of time.
 */
@NullMarked
package dev.orrery.audit.log;

import org.jspecify.annotations.NullMarked;
