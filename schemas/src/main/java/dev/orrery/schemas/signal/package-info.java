/**
 * Liveness: the records that wake, stop and keep alive. None of them is an event; whatever is lost
 * of them is sent again or times out.
 */
@NullMarked
package dev.orrery.schemas.signal;

import org.jspecify.annotations.NullMarked;
