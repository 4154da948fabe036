package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.Outlet;
import dev.orrery.commands.processor.PartitionWriter;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One partition's writer as Kafka Streams runs it: what it read, wrote and sent since the last
 * commit happened together or not at all.
 */
final class Task implements Outlet {

    /** What becomes of the store when a task dies. */
    enum Loss {
        /** It is as the last commit left it. */
        NOTHING,
        /** It is as an earlier commit left it. */
        SOME,
        /** Another version of Orrery wrote it. */
        FORM,
        /** It is empty. */
        ALL
    }

    private static final List<String> INPUTS =
            List.of(Topics.COMMANDS, Topics.REPORTS, Topics.TRANSFERS, Topics.HEARTBEATS);

    /**
     * What is sent with the next commit.
     *
     * @param record as it will stand in the log
     * @param cause the record that was being worked on; none when it was the clock
     * @param work the number of that piece of work, each its own
     * @param begun what the wall clock showed when that began
     * @param wall what the wall clock shows
     */
    record Pending(Sent record, @Nullable Sent cause, long work, Instant begun, Instant wall) {

        boolean isControl() {
            return record.topic().equals(Topics.CONTROL);
        }
    }

    private final int partition;
    private final World world;
    private final Disk disk = new Disk();
    private final int[] committed = new int[INPUTS.size()];
    private final int[] read = new int[INPUTS.size()];
    private final List<Pending> pending = new ArrayList<>();
    private @Nullable PartitionWriter writer;
    private @Nullable Map<Bytes, byte[]> earlier;
    private @Nullable Sent cause;
    private long alarmMillis = Long.MAX_VALUE;
    private boolean commitAsked;
    private boolean rests;
    private long heldUpUntil;
    private boolean whole;
    private long activeSinceNanos;

    Task(int partition, World world) {
        this.partition = partition;
        this.world = world;
    }

    int partition() {
        return partition;
    }

    Disk disk() {
        return disk;
    }

    /** Whether its state is at the end of its log. */
    boolean isWhole() {
        var here = writer;
        return here != null && here.isCaughtUp();
    }

    /** For how long it has been at work without a rest, nanoseconds; -1 when it is not. */
    long upNanos() {
        return isWhole() && !rests ? world.nanos() - activeSinceNanos : -1;
    }

    /** A thread that gets no time does nothing meanwhile. */
    void restWhile(boolean resting) {
        if (rests) {
            beginAnew();
        }
        rests = resting;
    }

    /** What its clock has it wait for, it waits for from now on. */
    void beginAnew() {
        activeSinceNanos = Math.max(world.nanos(), heldUpUntil);
    }

    boolean rests() {
        return rests;
    }

    boolean isUp() {
        return writer != null;
    }

    @Nullable PartitionWriter writer() {
        return writer;
    }

    void start() {
        world.beginWork();
        cause = null;
        whole = false;
        writer = world.open(partition, disk, this);
        alarmMillis = Long.MAX_VALUE;
        afterWork();
    }

    /** Wall-clock time of the next turn. */
    long alarmMillis() {
        return writer == null ? Long.MAX_VALUE : alarmMillis;
    }

    boolean hasInput() {
        for (int i = 0; i < INPUTS.size(); i++) {
            if (isThere(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isThere(int input) {
        var topic = INPUTS.get(input);
        var isHeldUp = world.nanos() < heldUpUntil && topic.equals(Topics.HEARTBEATS);
        return !isHeldUp && read[input] < world.records(topic, partition).size();
    }

    /** For so long it gets no heartbeats, and no markers; then it gets all of them. */
    void holdUpHeartbeats(long nanos) {
        heldUpUntil = world.nanos() + nanos;
        beginAnew();
    }

    /** Takes one record, of any input that has one. */
    void takeOne(Dice dice) {
        var here = writer;
        int first = dice.below(INPUTS.size());
        for (int i = 0; here != null && i < INPUTS.size(); i++) {
            int input = (first + i) % INPUTS.size();
            if (isThere(input)) {
                var records = world.records(INPUTS.get(input), partition);
                var record = records.get(read[input]++);
                var unaware = isUnaware(record);
                cause = record;
                world.beginWork();
                here.take(record.inbound());
                cause = null;
                require(
                        !unaware || pending.stream().anyMatch(Pending::isControl),
                        "who does not know what a run is to do is told: %s",
                        record.said());
                afterWork();
                return;
            }
        }
    }

    /** As far as the log tells: with nothing that is not yet in it. */
    private boolean isUnaware(Sent record) {
        if (!isWhole() || !pending.isEmpty() || !(record.said() instanceof LeaseRenewed renewed)) {
            return false;
        }
        var life = world.promises().runs().find(renewed.run());
        return life != null && life.isUnaware(renewed);
    }

    void turn() {
        var here = writer;
        if (here != null) {
            alarmMillis = Long.MAX_VALUE;
            world.beginWork();
            here.turn();
            afterWork();
        }
    }

    private void afterWork() {
        var here = writer;
        if (here != null) {
            if (!whole && here.isCaughtUp()) {
                whole = true;
                beginAnew();
            }
            alarmMillis = Math.min(alarmMillis, here.nextTurn());
        }
        if (commitAsked) {
            endTransaction();
        }
    }

    /** Whether anything is to be committed. */
    boolean hasWorked() {
        return writer != null
                && (!pending.isEmpty() || disk.hasChanged() || !Arrays.equals(read, committed));
    }

    void endTransaction() {
        commitAsked = false;
        disk.keep();
        System.arraycopy(read, 0, committed, 0, read.length);
        var out = List.copyOf(pending);
        pending.clear();
        out.forEach(world::committed);
        world.promises().deployments().requireAllPlaced();
    }

    /** Keeps a copy of the store, as a disk that stays away would. */
    void copyStore() {
        if (writer != null) {
            endTransaction();
            earlier = disk.copy();
        }
    }

    void die(Loss loss) {
        writer = null;
        commitAsked = false;
        pending.clear();
        disk.rollBack();
        System.arraycopy(committed, 0, read, 0, read.length);
        switch (loss) {
            case NOTHING -> {}
            case SOME -> {
                if (earlier != null) {
                    disk.restore(earlier);
                }
            }
            case FORM -> disk.deleteForm();
            case ALL -> disk.restore(Map.of());
        }
    }

    @Override
    public void send(String topic, int to, byte[] key, byte[] value, Headers headers, long time) {
        var sent = new Sent(topic, to, -1, key, value, headers, time, world.nanos(), null);
        var wall = world.time().wall();
        pending.add(new Pending(sent, cause, world.work(), world.workBegun(), wall));
    }

    @Override
    public void commit() {
        commitAsked = true;
    }
}
