package dev.orrery.commands.domain.views;

import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import org.jspecify.annotations.Nullable;

/**
 * The generations of the views, as far as decisions need them.
 *
 * @param live the one that is read
 * @param building the one that is built beside it; nothing when none is
 * @param last the highest number that any had: what an abandoned one left is never gone on with
 */
public record ViewGenerations(int live, @Nullable Integer building, int last) {

    /** Of a log that says nothing of them. */
    public static final ViewGenerations FIRST = new ViewGenerations(1, null, 1);

    public static ViewGenerations evolve(ViewGenerations before, ViewsEvent event) {
        return switch (event) {
            case ViewsRebuildStarted e ->
                    new ViewGenerations(before.live, e.generation(), e.generation());
            case ViewsSwitched e -> new ViewGenerations(e.generation(), null, before.last);
            case ViewsRebuildAbandoned _ -> new ViewGenerations(before.live, null, before.last);
        };
    }

    boolean isBuilding(int generation) {
        return building != null && building == generation;
    }
}
