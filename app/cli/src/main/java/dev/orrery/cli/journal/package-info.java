/** Tells a server what local runs left. */
@NullMarked
package dev.orrery.cli.journal;

import org.jspecify.annotations.NullMarked;
