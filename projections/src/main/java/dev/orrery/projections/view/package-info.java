/**
 * What events add up to. Each view is a pure fold of one event over rows of bytes, so the same code
 * keeps a RocksDB store up to date, fills a map in a test, and rebuilds a view for the audit, and
 * all three can be compared byte for byte. Nothing in here reads a clock, knows Kafka or fails but
 * for a log that contradicts itself.
 */
@NullMarked
package dev.orrery.projections.view;

import org.jspecify.annotations.NullMarked;
