/**
 * The read routes: what is asked for is checked, waited for where it names a position, and answered
 * from the views. Routes declare themselves and the role they need; who the caller is, limits and
 * the form of errors are the edge's.
 */
@NullMarked
package dev.orrery.projections.api;

import org.jspecify.annotations.NullMarked;
