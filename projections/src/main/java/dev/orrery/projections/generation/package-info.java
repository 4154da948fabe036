/**
 * The generations of the views that are open here: the one that is read, the one that is built
 * beside it, and for a while the one that was read before. Which is which is decided in the log,
 * and every node follows.
 */
@NullMarked
package dev.orrery.projections.generation;

import org.jspecify.annotations.NullMarked;
