package dev.orrery.projections.api;

import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.peer.Owners;
import dev.orrery.projections.peer.PeerLimits;
import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.output.OutputChunk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Two nodes that share the partitions, and one that has everything, of the same log. */
final class TwoNodes implements AutoCloseable {

    static final String LOG = "urn:orrery:test";
    static final PeerLimits LIMITS =
            new PeerLimits(8, 24 << 20, 96 << 20, Duration.ofSeconds(1), Duration.ofSeconds(2));

    final MemoryViews copies = new MemoryViews();
    final AtomicLong nanos = new AtomicLong();
    final Sightings sightings = new Sightings(nanos::get);
    final Map<Integer, NodeAddress> owners = new ConcurrentHashMap<>();
    final ApiServer whole = new ApiServer();
    final Peers peers;
    final ApiServer a;
    final ApiServer b;
    private final Peers peersOfB;

    TwoNodes() {
        copies.move(Set.of());
        peers = new Peers(new Told(), LOG, 1, LIMITS);
        peersOfB = new Peers(new Told(), LOG, 1, LIMITS);
        a = node(peers, copies);
        var none = new MemoryViews();
        none.move(Set.of());
        b = node(peersOfB, none);
        spread(Set.of(0), Set.of(1, 2));
    }

    private ApiServer node(Peers asked, MemoryViews copied) {
        return new ApiServer(
                new MemoryViews(),
                views ->
                        ApiServer.api(
                                GenerationReads.inCluster(1, views, asked, copied, sightings)));
    }

    /** Who has what from now on, and everybody knows. */
    void spread(Set<Integer> ofA, Set<Integer> ofB) {
        a.views.move(ofA);
        b.views.move(ofB);
        ofA.forEach(partition -> owners.put(partition, a.address()));
        ofB.forEach(partition -> owners.put(partition, b.address()));
    }

    void fold(RecordedEvent event) {
        List.of(a.views, b.views, whole.views, copies).forEach(views -> views.fold(event));
    }

    void keep(OutputChunk chunk) {
        var codec = ApiServer.CODECS.output();
        List.of(a.views, b.views, whole.views, copies).forEach(views -> views.keep(chunk, codec));
    }

    @Override
    public void close() {
        a.close();
        b.close();
        whole.close();
        peers.close();
        peersOfB.close();
    }

    private final class Told implements Owners {
        @Override
        public Optional<NodeAddress> owner(int partition) {
            return Optional.ofNullable(owners.get(partition));
        }

        @Override
        public List<NodeAddress> standbys(int partition) {
            return List.of();
        }
    }
}
