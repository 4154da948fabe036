package dev.orrery.projections.stream;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.Standing;
import dev.orrery.projections.view.Tally;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores that follow what other nodes fold, and those that are being restored. How far
 * one is stands in it: every event that was folded ends with the row that says so.
 */
final class StandbyReader implements ViewReader {

    private static final long LOOK_EVERY_MILLIS = 20;

    private final KafkaStreams streams;
    private final OpenStores stores;
    private final int partitionCount;

    StandbyReader(KafkaStreams streams, int partitionCount) {
        this.streams = streams;
        this.partitionCount = partitionCount;
        stores = OpenStores.standby(streams);
    }

    @Override
    public int partitionCount() {
        return partitionCount;
    }

    /** Those that there is a store of: one that is folded here too, while it is restored. */
    @Override
    public Set<Integer> partitions() {
        var here = new TreeSet<Integer>();
        if (streams.state().isRunningOrRebalancing()) {
            streams.metadataForLocalThreads().stream()
                    .flatMap(thread ->
                            Stream.concat(
                                    thread.standbyTasks().stream(), thread.activeTasks().stream()))
                    .forEach(task -> here.add(task.taskId().partition()));
        }
        return here;
    }

    /** Of one life, since a store that was begun again is further back than before. */
    @Override
    public Standing standing(int partition) {
        byte[] tally = get(partition, Keys.tally());
        if (tally != null && !Tally.isOurs(tally)) {
            throw new Elsewhere(partition);
        }
        return new Standing(0, Tally.of(tally).sequence());
    }

    @Override
    public Position position() {
        var sequences = new TreeMap<Integer, Long>();
        partitions().forEach(each -> sequences.put(each, standing(each).sequence()));
        return new Position(sequences);
    }

    /** Looks again and again: nobody is told when a copy comes further. */
    @Override
    public CompletableFuture<Void> reached(Position position, Duration patience) {
        var reached = new CompletableFuture<Void>();
        long deadline = System.nanoTime() + patience.toNanos();
        Thread.startVirtualThread(() -> {
            try {
                while (!has(position) && System.nanoTime() < deadline) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                }
                reached.complete(null);
            } catch (Elsewhere away) {
                // Whoever waits looks where it is itself.
                reached.complete(null);
            } catch (InterruptedException | RuntimeException failure) {
                reached.completeExceptionally(failure);
            }
        });
        return reached.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean has(Position position) {
        return position.sequences().entrySet().stream()
                .allMatch(each -> standing(each.getKey()).sequence() >= each.getValue());
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
        return stores.read(ProjectorTopology.VIEWS, partition, store -> store.get(Bytes.wrap(key)));
    }

    @Override
    public Scan scan(int partition, KeyRange range, Order order) {
        return stores.scan(ProjectorTopology.VIEWS, partition, range, order);
    }

    @Override
    public Scan output(int partition, KeyRange range, Order order) {
        return stores.scan(ProjectorTopology.OUTPUT, partition, range, order);
    }
}
