package dev.orrery.commands.processor;

import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What is due when, in memory only: every timer follows from the state and is set again from it
 * when a task starts, so none can be lost and none needs a changelog. A timer that no longer holds
 * when it is due is simply ignored.
 */
final class Timers {

    /** What is to be done. */
    sealed interface Timer {}

    /** A schedule's next nominal time. */
    record FireSchedule(ScheduleId schedule) implements Timer {}

    /**
     * A run is ready and nobody leased it.
     *
     * @param run which
     * @param version of the run when this was set; it means nothing for a later one, which has a
     *     timer of its own if it needs any
     * @param times how often it was announced
     */
    record Announce(RunId run, long version, int times) implements Timer {}

    /** A run is ready for longer than is usual. */
    record CheckLate(RunId run) implements Timer {}

    /**
     * A lease was not renewed for its length.
     *
     * @param run whose lease
     * @param alarm its number; only the last that was set means something
     */
    record CheckLease(RunId run, long alarm) implements Timer {}

    /** A run ended long ago. */
    record ForgetRun(RunId run) implements Timer {}

    private record Due(long millis, Timer timer) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::millis));

    void set(long dueMillis, Timer timer) {
        queue.add(new Due(dueMillis, timer));
    }

    boolean hasDue(long nowMillis) {
        var first = queue.peek();
        return first != null && first.millis() <= nowMillis;
    }

    /** When the first is due; {@link Long#MAX_VALUE} when there is none. */
    long nextDue() {
        var first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.millis();
    }

    /** Takes the first; only when {@link #hasDue} says so. */
    Timer next() {
        return queue.remove().timer();
    }

    void clear() {
        queue.clear();
    }
}
