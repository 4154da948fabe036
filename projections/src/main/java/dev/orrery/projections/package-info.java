/**
 * Turns events into views: pure folds, the topologies that keep them in state stores, and the read
 * routes that answer from them.
 */
@NullMarked
package dev.orrery.projections;

import org.jspecify.annotations.NullMarked;
