/** The command line and a store, as users have both. */
@NullMarked
package dev.orrery.verify.cli;

import org.jspecify.annotations.NullMarked;
