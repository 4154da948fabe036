package dev.orrery.projections.api;

import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import java.time.InstantSource;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What can be read of one generation of the views, here and on other nodes. */
public final class GenerationReads {

    private final int generation;
    private final ViewReader here;
    private final Told told;
    private final @Nullable ClusterReading cluster;

    private GenerationReads(
            int generation, ViewReader here, Told told, @Nullable ClusterReading cluster) {
        this.generation = generation;
        this.here = here;
        this.told = told;
        this.cluster = cluster;
    }

    /** Where every partition is here. */
    public static GenerationReads alone(int generation, ViewReader views) {
        return new GenerationReads(generation, views, new Told(), null);
    }

    /**
     * Where partitions are spread over nodes.
     *
     * @param views of what is folded here
     * @param copies of what other nodes fold
     * @param sightings of how far those are
     */
    public static GenerationReads inCluster(
            int generation, ViewReader views, Peers peers, ViewReader copies, Sightings sightings) {
        var told = new Told();
        var known = new Copies(copies, sightings, InstantSource.system());
        return new GenerationReads(
                generation, views, told, new ClusterReading(views, known, peers, told));
    }

    /** Its number. */
    public int generation() {
        return generation;
    }

    /** How far what was read of it, here or through here, can be. */
    public Position reach() {
        var reach = new TreeMap<>(told.position().sequences());
        // An answer may hold a little more than it says: all that was folded while it was made.
        here.position().sequences().forEach((each, seen) -> reach.merge(each, seen, Math::max));
        return new Position(reach);
    }

    /** What is folded here. */
    ViewReader here() {
        return here;
    }

    /** What was answered about it. */
    Told told() {
        return told;
    }

    /** For what is on other nodes; without it everything is here. */
    @Nullable ClusterReading cluster() {
        return cluster;
    }
}
