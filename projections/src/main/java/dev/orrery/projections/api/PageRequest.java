package dev.orrery.projections.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many items at most
 * @param after where the page before ended; without it, the list's beginning
 */
record PageRequest(int limit, @Nullable Cursor after) {}
