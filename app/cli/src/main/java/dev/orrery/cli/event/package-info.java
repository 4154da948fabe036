/** The commands about events. */
@NullMarked
package dev.orrery.cli.event;

import org.jspecify.annotations.NullMarked;
