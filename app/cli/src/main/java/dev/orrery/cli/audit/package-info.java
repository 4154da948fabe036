/** Asks what was and why: of the past as the log has it, whatever is now. */
@NullMarked
package dev.orrery.cli.audit;

import org.jspecify.annotations.NullMarked;
