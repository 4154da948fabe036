package dev.orrery.projections.api;

import dev.orrery.schemas.signal.LiveViews;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node knows of the generations of the views that are read and built. */
public interface Rebuilding {

    /**
     * How far a partition is folded into what is built.
     *
     * @param topic that is folded
     * @param partition of it
     * @param position the offset up to which it is folded and committed
     * @param end the offset of its end
     */
    record Part(String topic, int partition, long position, long end) {}

    /** What was decided last, as far as this node has heard. */
    LiveViews decided();

    /** Which generation this node reads. */
    int here();

    /** Why a generation can't be built here; nothing where it can. */
    @Nullable String stopped(int generation);

    /**
     * How far all nodes together have come with a generation.
     *
     * @throws dev.orrery.schemas.http.ApiProblem when Kafka does not say it
     */
    List<Part> progress(int generation);
}
