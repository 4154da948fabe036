/** Logs for tests: written by the domain's own deciders, kept in memory, and tampered with. */
@NullMarked
package dev.orrery.audit;

import org.jspecify.annotations.NullMarked;
