/**
 * Leases ready runs and executes them: a run is worked on only while its lease is held, and every
 * report carries the fence that the lease gave.
 */
@NullMarked
package dev.orrery.runner;

import org.jspecify.annotations.NullMarked;
