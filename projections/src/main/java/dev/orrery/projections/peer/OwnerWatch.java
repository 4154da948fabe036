package dev.orrery.projections.peer;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second how far those are who fold the partitions that there are copies of here. A
 * look that fails is no sighting, and the copy's age grows: that is what it is to be away.
 */
public final class OwnerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerWatch.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Peers peers;
    private final String path;
    private final Supplier<Set<Integer>> copied;
    private final Sightings sightings;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("orrery-owner-watch").factory());

    /**
     * @param path of something small that every partition has a part of
     * @param copied the partitions that there are copies of here
     */
    public OwnerWatch(
            Peers peers, String path, Supplier<Set<Integer>> copied, Sightings sightings) {
        this.peers = peers;
        this.path = path;
        this.copied = copied;
        this.sightings = sightings;
    }

    public void start() {
        var _ =
                clock.scheduleWithFixedDelay(
                        this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            var nodes = new HashMap<NodeAddress, SortedSet<Integer>>();
            for (int partition : copied.get()) {
                peers.owners()
                        .owner(partition)
                        .ifPresent(node ->
                                nodes.computeIfAbsent(node, _ -> new TreeSet<>()).add(partition));
            }
            // One that gives no answer must not be in the way of the others.
            nodes.forEach(
                    (node, partitions) -> Thread.startVirtualThread(() -> look(node, partitions)));
        } catch (RuntimeException mistake) {
            // Or the clock would stop without a word.
            LOG.error("The nodes of the copies can't be looked at", mistake);
        }
    }

    private void look(NodeAddress node, SortedSet<Integer> partitions) {
        long before = sightings.now();
        var question =
                new PeerQuestion(
                        path,
                        Map.of("Accept", PeerHeaders.SHARE),
                        partitions,
                        Position.START,
                        Duration.ZERO);
        try (var asking = peers.begin(Peers.Errand.WATCH)) {
            var answer = asking.ask(node, question);
            if (answer.ageSeconds() == null) {
                answer.sequences()
                        .forEach((partition, sequence) ->
                                sightings.saw(partition, before, sequence));
            }
        } catch (PeerFailed | ApiProblem away) {
            LOG.debug("Not seen: {}", away.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
