/** Asks the log: what happened, why, and whether it is true. */
@NullMarked
package dev.orrery.cli.audit;

import org.jspecify.annotations.NullMarked;
