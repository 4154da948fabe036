package dev.orrery.schemas.event;

import dev.orrery.schemas.id.ViewsId;

/**
 * What happens to the views: each generation of them is built from the whole log, and reads are of
 * one generation, the live one. The first, 1, is live without an event.
 */
public sealed interface ViewsEvent extends Event {

    /** The number of the generation. */
    int generation();

    @Override
    default ViewsId subject() {
        return ViewsId.ONLY;
    }

    /**
     * A generation is built beside the live one.
     *
     * @param generation its number, one more than that of any before it
     */
    record ViewsRebuildStarted(int generation) implements ViewsEvent {}

    /**
     * The generation that was built is the live one.
     *
     * @param generation its number
     */
    record ViewsSwitched(int generation) implements ViewsEvent {}

    /**
     * The generation that was built is given up; the live one stays so.
     *
     * @param generation its number
     */
    record ViewsRebuildAbandoned(int generation) implements ViewsEvent {}
}
