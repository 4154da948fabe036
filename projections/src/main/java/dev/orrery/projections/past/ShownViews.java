package dev.orrery.projections.past;

import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about the views.
 *
 * @param live the generation that is read
 * @param building the one that is built beside it, where one is
 */
record ShownViews(int live, @Nullable Integer building) {

    /** Before anything was decided. */
    private static final int FIRST = 1;

    static ShownViews after(@Nullable ShownViews before, ViewsEvent event) {
        int live = before == null ? FIRST : before.live;
        return switch (event) {
            case ViewsRebuildStarted e -> new ShownViews(live, e.generation());
            case ViewsSwitched e -> new ShownViews(e.generation(), null);
            case ViewsRebuildAbandoned _ -> new ShownViews(live, null);
        };
    }
}
