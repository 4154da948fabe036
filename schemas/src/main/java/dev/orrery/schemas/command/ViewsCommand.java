package dev.orrery.schemas.command;

import dev.orrery.schemas.id.ViewsId;

/** What can be asked of the views. */
public sealed interface ViewsCommand extends Command {

    @Override
    default ViewsId target() {
        return ViewsId.ONLY;
    }

    /** Builds a generation of the views beside the live one; it is switched to when it is whole. */
    record RebuildViews() implements ViewsCommand {}

    /**
     * Makes the generation that is being built the live one. The nodes ask for it when it has
     * caught up. The same again changes nothing.
     *
     * @param generation its number
     */
    record SwitchViews(int generation) implements ViewsCommand {}

    /**
     * Gives up the generation that is being built.
     *
     * @param generation its number
     */
    record AbandonRebuild(int generation) implements ViewsCommand {}
}
