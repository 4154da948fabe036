/**
 * Keeps the views up to date. One Kafka Streams application folds the log of events into a store
 * per partition and keeps the output of runs in another, exactly once; here are its topology, its
 * settings, how it starts and heals, and how its stores are read and waited for.
 */
@NullMarked
package dev.orrery.projections.stream;

import org.jspecify.annotations.NullMarked;
