package dev.orrery.projections.view;

import dev.orrery.projections.view.ScheduleView.Skipped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule was after one of its events: of a {@link ScheduleView} what its document does not
 * say.
 *
 * @param next the nominal time that fires next; nothing while it waits for none
 * @param lastSkipped the nominal times that passed last with no run, where there were some
 */
public record ScheduleMoment(@Nullable Instant next, @Nullable Skipped lastSkipped) {

    static final ScheduleMoment NONE = new ScheduleMoment(null, null);
}
