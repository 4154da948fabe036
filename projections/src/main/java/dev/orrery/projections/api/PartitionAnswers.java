package dev.orrery.projections.api;

import dev.orrery.projections.view.ViewReader;
import io.javalin.http.Context;
import java.util.List;

/** What each partition says for itself, on whichever node it is, and what is made of all of it. */
public interface PartitionAnswers {

    /**
     * What a partition says, soon: whoever asked waits for all of them.
     *
     * @param views of it, or a copy of them where nobody folds it now
     * @param partition that this node has, or has a copy of
     * @return JSON
     */
    byte[] of(ViewReader views, int partition);

    /**
     * Answers.
     *
     * @param all what each partition says, by partition
     */
    void answer(Context http, List<byte[]> all);
}
