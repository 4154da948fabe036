package dev.orrery.projections.generation;

import dev.orrery.projections.api.GenerationReads;
import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.peer.OwnerWatch;
import dev.orrery.projections.peer.PeerLimits;
import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.stream.Projector;
import dev.orrery.projections.stream.ProjectorSettings;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.projections.view.WholeViews;
import dev.orrery.schemas.avro.Codecs;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One generation of the views, open here: what folds it, and what is read of it. */
final class Generation implements AutoCloseable {

    private static final long NEAR_EVENTS = 1_000;

    private final int number;
    private final Projector projector;
    private final GenerationReads reads;
    private final @Nullable Peers peers;
    private final @Nullable OwnerWatch watch;

    /**
     * @param cluster which log the nodes of the cluster are of; nothing where there is one node
     * @param whenStopped is told why, once, when the log can't be folded any further
     */
    Generation(
            ProjectorSettings settings,
            Codecs codecs,
            Optional<String> cluster,
            Consumer<Throwable> whenStopped) {
        number = settings.generation();
        projector = new Projector(settings, codecs, whenStopped);
        if (cluster.isEmpty()) {
            peers = null;
            watch = null;
            reads = GenerationReads.alone(number, projector.views());
            return;
        }
        var others = new Peers(projector.owners(), cluster.get(), number, PeerLimits.USUAL);
        var sightings = new Sightings(System::nanoTime);
        var copies = projector.copies();
        peers = others;
        watch = new OwnerWatch(others, ReadApi.SMALL, copies::partitions, sightings);
        reads = GenerationReads.inCluster(number, projector.views(), others, copies, sightings);
    }

    int number() {
        return number;
    }

    GenerationReads reads() {
        return reads;
    }

    /** What of it is folded here. */
    ViewReader views() {
        return projector.views();
    }

    /** All rows of what is folded here. */
    WholeViews rows() {
        return projector.live();
    }

    /** Begins to fold; takes a while where it has to see to its stores first. */
    void start(Runnable beforeRestoring) {
        if (watch != null) {
            watch.start();
        }
        projector.start(beforeRestoring);
    }

    /** Whether what is here of it is whole. */
    boolean isCaughtUp() {
        return projector.isCaughtUp();
    }

    /**
     * Whether it has about all that another one has, of what is here of both. Somebody may have
     * asked for a switch while much was still to be folded.
     */
    boolean isNear(Generation before) {
        var there = before.views().position().sequences();
        var here = views().position().sequences();
        return views().partitions().stream()
                .allMatch(each ->
                        here.getOrDefault(each, 0L) >= there.getOrDefault(each, 0L) - NEAR_EVENTS);
    }

    @Override
    public void close() {
        closePeers();
        projector.close();
    }

    /** Closes it for good: its stores here are thrown away. */
    void discard() {
        closePeers();
        projector.discard();
    }

    private void closePeers() {
        if (watch != null) {
            watch.close();
        }
        if (peers != null) {
            peers.close();
        }
    }
}
