package dev.orrery.projections.api;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;

/** A list that every partition may have a part of, whichever node has the partition. */
interface PartedList {

    /** Where there may be any of it. */
    Collection<Integer> partitions();

    /**
     * What some of the partitions have of the page that is asked for: never less than what the page
     * would show of them.
     */
    Share share(Collection<Integer> some);

    /** Answers with the page that all shares make. */
    void answer(Context http, List<Share> shares);
}
