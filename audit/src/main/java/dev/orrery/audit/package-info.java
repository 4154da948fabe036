/**
 * Reads the log alone: replay, as-of, why, verify, rebuild and export, with the same pure functions
 * that decided and folded the events the first time.
 */
@NullMarked
package dev.orrery.audit;

import org.jspecify.annotations.NullMarked;
