package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import dev.orrery.schemas.signal.LiveViews;

/**
 * One generation of the views is built at a time, none twice, and what is read is one that was
 * built; nodes are told of each decision, and of no other.
 */
final class ViewsPromises {

    private static final int NONE = 0;

    private long version;
    private int live = 1;
    private int building = NONE;
    private int highest = 1;

    /** The highest number that any had. */
    int highest() {
        return highest;
    }

    void keep(ViewsEvent event, Task.Pending pending) {
        var said = pending.cause() == null ? null : pending.cause().said();
        version++;
        switch (event) {
            case ViewsRebuildStarted e -> {
                require(said instanceof RebuildViews, "somebody asks for it: %s", e);
                require(building == NONE, "one is built at a time: %s", e);
                require(e.generation() == highest + 1, "each has a number of its own: %s", e);
                highest = e.generation();
                building = e.generation();
            }
            case ViewsSwitched e -> {
                require(new SwitchViews(building).equals(said), "what is built goes live: %s", e);
                require(e.generation() == building, "what is built goes live: %s", e);
                live = building;
                building = NONE;
            }
            case ViewsRebuildAbandoned e -> {
                require(new AbandonRebuild(building).equals(said), "somebody gives it up: %s", e);
                require(e.generation() == building, "what is built is given up: %s", e);
                building = NONE;
            }
        }
    }

    void shown(LiveViews shown) {
        require(
                shown.equals(new LiveViews(version, live, building == NONE ? null : building)),
                "nodes are told what was decided: %s",
                shown);
    }

    private boolean isBuilt(int generation) {
        return building != NONE && generation == building;
    }

    boolean canBeDone(ViewsCommand command) {
        return switch (command) {
            case RebuildViews _ -> building == NONE;
            case SwitchViews c -> isBuilt(c.generation()) || c.generation() == live;
            case AbandonRebuild c -> isBuilt(c.generation());
        };
    }
}
