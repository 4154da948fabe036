package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.Clocks;
import dev.orrery.commands.processor.EventLog;
import dev.orrery.commands.processor.PartitionWriter;
import dev.orrery.schemas.id.RunId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * The state of each partition as the events alone give it, folded in its own store as they come:
 * what decides must hold the same, byte for byte.
 */
final class Folds {

    private final World world;
    private final List<Disk> disks = new ArrayList<>();
    private final int[] folded;

    Folds(World world) {
        this.world = world;
        world.tasks().forEach(_ -> disks.add(new Disk()));
        this.folded = new int[disks.size()];
    }

    void compare() {
        for (var task : world.tasks()) {
            if (task.isUp() && task.isWhole()) {
                task.endTransaction();
                require(task.disk().hasForm(), "a store says which version wrote it");
                var fold = fold(task.partition());
                same(task, task.disk().rows(), fold);
                Memory.compare(task, world);
            }
        }
    }

    private Map<Bytes, byte[]> fold(int partition) {
        var disk = disks.get(partition);
        var rest = world.log().from(folded[partition]);
        // One turn is enough, where time stands still.
        if (!open(partition, disk, rest).isCaughtUp()) {
            // It forgot a run that went on after all.
            var anew = open(partition, disk, world.log());
            while (!anew.isCaughtUp()) {
                anew.turn();
            }
        }
        disk.keep();
        folded[partition] = world.log().events(partition).size();
        return disk.rows();
    }

    private PartitionWriter open(int partition, Disk disk, EventLog log) {
        var clocks = new Clocks(world.time()::wallMillis, () -> 0);
        return PartitionWriter.open(
                partition, disk, new Nowhere(), World.CODECS, log, world.settings(), clocks);
    }

    private void same(Task task, Map<Bytes, byte[]> state, Map<Bytes, byte[]> fold) {
        state.forEach((key, value) -> {
            var expected = fold.get(key);
            // The answers that left no event are the state's alone.
            require(
                    expected == null
                            ? isAnswer(key) || isForgotten(key)
                            : Arrays.equals(value, expected),
                    "the state of partition %s is the fold of its events, also at %s: %s, not %s",
                    task.partition(),
                    key,
                    Bytes.wrap(value),
                    Bytes.wrap(expected));
        });
        for (var key : fold.keySet()) {
            require(
                    state.containsKey(key) || isForgotten(key),
                    "the state of partition %s has all that the events give, also %s",
                    task.partition(),
                    key);
        }
    }

    private static boolean isAnswer(Bytes key) {
        return key.get()[0] == 'a';
    }

    /** A run that ended leaves the state after a while, and its work with it. */
    private boolean isForgotten(Bytes key) {
        byte space = key.get()[0];
        if (space != 'r' && space != 'w') {
            return false;
        }
        var id = ByteBuffer.wrap(key.get(), 1, 16);
        var run = new RunId(new UUID(id.getLong(), id.getLong()));
        var runs = world.promises().runs();
        var life = runs.find(run);
        return life != null && runs.mayBeForgotten(life, world.time().latestWall());
    }
}
