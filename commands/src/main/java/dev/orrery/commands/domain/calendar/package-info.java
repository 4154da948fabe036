/** The rules of time: when the nominal times of schedules are, whatever becomes of them. */
@NullMarked
package dev.orrery.commands.domain.calendar;

import org.jspecify.annotations.NullMarked;
