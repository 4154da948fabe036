/** The commands about flows. */
@NullMarked
package dev.orrery.cli.flow;

import org.jspecify.annotations.NullMarked;
