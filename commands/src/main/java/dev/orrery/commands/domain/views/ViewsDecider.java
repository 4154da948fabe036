package dev.orrery.commands.domain.views;

import dev.orrery.commands.domain.Decision;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import dev.orrery.schemas.reply.Refusal;

/** Decides what is asked of the views: one rebuild at a time, and one switch for all nodes. */
public final class ViewsDecider {

    private ViewsDecider() {}

    public static Decision decide(ViewGenerations views, ViewsCommand command) {
        return switch (command) {
            case RebuildViews _ ->
                    views.building() == null
                            ? Decision.accept(new ViewsRebuildStarted(views.last() + 1))
                            : Decision.refuse(
                                    Refusal.REBUILD_UNDER_WAY,
                                    "Generation "
                                            + views.building()
                                            + " of the views is being built; wait for it, or"
                                            + " abandon it first.");
            case SwitchViews c -> {
                if (views.isBuilding(c.generation())) {
                    yield Decision.accept(new ViewsSwitched(c.generation()));
                }
                // Each node that sees it caught up may say so, and the first has its way.
                yield views.live() == c.generation()
                        ? Decision.unchanged()
                        : notBeingBuilt(c.generation());
            }
            case AbandonRebuild c ->
                    views.isBuilding(c.generation())
                            ? Decision.accept(new ViewsRebuildAbandoned(c.generation()))
                            : notBeingBuilt(c.generation());
        };
    }

    private static Decision notBeingBuilt(int generation) {
        return Decision.refuse(
                Refusal.NOT_BEING_BUILT,
                "Generation "
                        + generation
                        + " of the views is not being built; see GET /v1/audit/rebuilds.");
    }
}
