/**
 * Reads the log alone: replay, as-of, why, verify, rebuild and export, with the same pure functions
 * that decided and folded the events the first time. It asks no registry and no running process.
 */
@NullMarked
package dev.orrery.audit;

import org.jspecify.annotations.NullMarked;
