package dev.orrery.projections.view;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one row of a partition that every event changes: how far its views are, and how many there
 * are of everything. Numbers of eight bytes and not JSON, and one row and not two, because this is
 * what each event pays for; states that were added since it was written are missing at its end.
 */
public final class Tally {

    private static final StateType[] STATES = StateType.values();

    private final Map<StateType, Long> runs = new EnumMap<>(StateType.class);
    private long sequence;
    private long deployments;

    private Tally() {}

    /**
     * @param row as it is stored, or nothing before the first event
     */
    public static Tally of(byte @Nullable [] row) {
        var tally = new Tally();
        var numbers = ByteBuffer.wrap(row == null ? new byte[0] : row);
        tally.sequence = next(numbers);
        tally.deployments = next(numbers);
        for (var state : STATES) {
            tally.runs.put(state, next(numbers));
        }
        return tally;
    }

    /** The sequence of the last event folded, 0 before the first. */
    public long sequence() {
        return sequence;
    }

    public CountsView counts() {
        return new CountsView(deployments, runs);
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

    void folded(long newSequence) {
        sequence = newSequence;
    }

    byte[] bytes() {
        var numbers = ByteBuffer.allocate((2 + STATES.length) * Long.BYTES);
        numbers.putLong(sequence).putLong(deployments);
        runs.values().forEach(numbers::putLong);
        return numbers.array();
    }

    private static long next(ByteBuffer numbers) {
        return numbers.hasRemaining() ? numbers.getLong() : 0;
    }
}
