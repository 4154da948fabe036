package dev.orrery.projections.view;

import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventId;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one row of a partition that every event changes: how far its views are, the hash of the last
 * event, and how many there are of everything. Bytes and not JSON, and one row and not two, because
 * this is what each event pays for. A byte for the format of all rows, sequence, hash, number of
 * deployments, and then for each state its code and number.
 */
public final class Tally {

    /** Another one, with whatever changes in any row: then the views are built again. */
    private static final byte FORMAT = 5;

    private static final int HASH_BYTES = 32;
    private static final int STATE_BYTES = 1 + Long.BYTES;
    private static final StateType[] STATES = StateType.values();

    private final Map<StateType, Long> runs = new EnumMap<>(StateType.class);
    private long sequence;
    private EventHash hash = EventHash.NONE;
    private long deployments;

    private Tally() {
        for (var state : STATES) {
            runs.put(state, 0L);
        }
    }

    /**
     * @param row as it is stored, or nothing before the first event
     */
    public static Tally of(byte @Nullable [] row) {
        var tally = new Tally();
        if (row == null) {
            return tally;
        }
        if (!isOurs(row)) {
            throw new IllegalStateException("the views are those of another version");
        }
        var numbers = ByteBuffer.wrap(row, 1, row.length - 1);
        tally.sequence = numbers.getLong();
        byte[] sha256 = new byte[HASH_BYTES];
        numbers.get(sha256);
        tally.hash = EventHash.of(sha256);
        tally.deployments = numbers.getLong();
        while (numbers.hasRemaining()) {
            tally.runs.put(StateType.of(numbers.get()), numbers.getLong());
        }
        return tally;
    }

    /** Whether this version wrote the row, and the views with it. */
    public static boolean isOurs(byte[] row) {
        return row.length > 0 && row[0] == FORMAT;
    }

    /** The sequence of the last event folded, 0 before the first. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the last event folded, {@link EventHash#NONE} before the first. */
    public EventHash hash() {
        return hash;
    }

    public CountsView counts() {
        return new CountsView(deployments, runs);
    }

    /**
     * Whether an event is the next one.
     *
     * @return no where it was folded before
     * @throws SequenceGap when an event before it is missing
     * @throws AnotherLog when it follows from another event than the last one folded
     */
    boolean isFollowedBy(EventId id, EventHash previous, EventHash itself) {
        if (id.sequence() < sequence) {
            return false;
        }
        if (id.sequence() == sequence) {
            requireSame(id, itself);
            return false;
        }
        if (id.sequence() != sequence + 1) {
            throw new SequenceGap(id, sequence);
        }
        requireSame(id, previous);
        return true;
    }

    private void requireSame(EventId id, EventHash there) {
        if (!there.equals(hash)) {
            throw new AnotherLog(id, sequence);
        }
    }

    void moreDeployments(int more) {
        deployments += more;
    }

    void moved(@Nullable StateType from, StateType to) {
        if (from != null) {
            runs.merge(from, -1L, Long::sum);
        }
        runs.merge(to, 1L, Long::sum);
    }

    void folded(long newSequence, EventHash newHash) {
        sequence = newSequence;
        hash = newHash;
    }

    byte[] bytes() {
        var numbers =
                ByteBuffer.allocate(1 + 2 * Long.BYTES + HASH_BYTES + STATES.length * STATE_BYTES);
        numbers.put(FORMAT).putLong(sequence);
        numbers.put(HexFormat.of().parseHex(hash.hex())).putLong(deployments);
        runs.forEach((state, count) -> numbers.put((byte) state.code()).putLong(count));
        return numbers.array();
    }
}
