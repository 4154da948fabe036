/**
 * What was, read from what the live views keep: the trail of every event, the revisions, and a
 * small row for each moment of a deployment and of a schedule. The folds are those of the live
 * views, so an answer about the past is what the read API said then, byte for byte.
 */
@NullMarked
package dev.orrery.projections.past;

import org.jspecify.annotations.NullMarked;
