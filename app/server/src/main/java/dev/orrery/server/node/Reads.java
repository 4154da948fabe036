package dev.orrery.server.node;

import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.peer.OwnerWatch;
import dev.orrery.projections.peer.PeerLimits;
import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.stream.Projector;
import dev.orrery.schemas.avro.Codecs;

/** The reads of a node: of what it has, and in a cluster of what any node has. */
final class Reads {

    private Reads() {}

    static ReadApi of(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Projector projector,
            Parts parts) {
        if (!settings.isInCluster()) {
            return ReadApi.alone(projector.views(), codecs.output());
        }
        var peers =
                parts.add("peers", new Peers(projector.owners(), kafka.source(), PeerLimits.USUAL));
        var sightings = new Sightings(System::nanoTime);
        var copies = projector.copies();
        var watch =
                parts.add(
                        "owner watch",
                        new OwnerWatch(peers, ReadApi.SMALL, copies::partitions, sightings));
        watch.start();
        return ReadApi.inCluster(projector.views(), codecs.output(), peers, copies, sightings);
    }
}
