package dev.orrery.schemas.event;

import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is: a schedule's nominal time, or, when both are absent, somebody's command.
 *
 * @param schedule the schedule that fired
 * @param nominal the nominal time that it fired for
 */
public record RunCause(@Nullable ScheduleId schedule, @Nullable Instant nominal) {

    public static final RunCause COMMAND = new RunCause(null, null);
}
