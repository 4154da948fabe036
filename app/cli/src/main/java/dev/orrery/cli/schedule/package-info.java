/** The commands about schedules. */
@NullMarked
package dev.orrery.cli.schedule;

import org.jspecify.annotations.NullMarked;
