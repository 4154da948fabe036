package dev.orrery.commands.processor;

import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is due when, in memory only: every timer follows from the state and is set again from it
 * when a task starts, so none can be lost and none needs a changelog. There is one timer of a kind:
 * the last that was set. One that no longer holds when it is due is simply ignored.
 */
final class Timers {

    /** What is to be done. */
    sealed interface Timer {

        /** Two timers with the same key mean the same thing, at different times. */
        default Object key() {
            return this;
        }
    }

    /** Of one run; nothing when it has ended. */
    sealed interface OfRun extends Timer {
        RunId run();

        @Override
        default Object key() {
            return key(getClass(), run());
        }

        static Object key(Class<?> kind, RunId run) {
            return List.of(kind, run);
        }
    }

    /** A schedule's next nominal time. */
    record FireSchedule(ScheduleId schedule) implements Timer {}

    /** A backfill may have room for another run. */
    record AdvanceBackfill(BackfillId backfill) implements Timer {}

    /**
     * A run is ready and nobody leased it.
     *
     * @param run which
     * @param version of the run when this was set; it means nothing for a later one, which has a
     *     timer of its own if it needs any
     * @param times how often it was announced
     * @param entered whether its time came before: its deployment was asked then what it does with
     *     it
     */
    record Announce(RunId run, long version, int times, boolean entered) implements OfRun {
        Announce(RunId run, long version, int times) {
            this(run, version, times, times > 0);
        }
    }

    /**
     * A run is ready for longer than is usual.
     *
     * @param run which
     * @param version of the run when it became ready; it means nothing for a later one
     */
    record CheckLate(RunId run, long version) implements OfRun {}

    /** A run has waited for a runner as long as it may. */
    record CheckQueueTimeout(RunId run) implements OfRun {}

    /** A run of a deployment that waits has its turn: there is a slot, or it ends. */
    record CallNext(DeploymentId deployment) implements Timer {}

    /**
     * A lease was not renewed for its length.
     *
     * @param run whose lease
     * @param alarm its number; only the last that was set means something
     */
    record CheckLease(RunId run, long alarm) implements OfRun {}

    /** One of the runs that ended is not remembered any more. */
    record ForgetRuns(EndedRuns runs) implements Timer {}

    private static final List<Class<? extends OfRun>> KINDS =
            List.of(Announce.class, CheckLate.class, CheckQueueTimeout.class, CheckLease.class);

    /**
     * @param number tells those apart that are due at the same time: the first that was set is
     *     first
     */
    private record Due(long millis, long number, Timer timer) {}

    private final TreeSet<Due> queue =
            new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparingLong(Due::number));
    private final Map<Object, Due> byKey = new HashMap<>();
    private long number;

    /** Sets a timer, in place of the one with its key. */
    void set(long dueMillis, Timer timer) {
        var due = new Due(dueMillis, number++, timer);
        var before = byKey.put(timer.key(), due);
        if (before != null) {
            queue.remove(before);
        }
        queue.add(due);
    }

    boolean hasDue(long nowMillis) {
        return !queue.isEmpty() && queue.first().millis() <= nowMillis;
    }

    /** When the first is due; {@link Long#MAX_VALUE} when there is none. */
    long nextDue() {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.first().millis();
    }

    /** Takes the first; only when {@link #hasDue} says so. */
    Timer next() {
        var timer = queue.removeFirst().timer();
        byKey.remove(timer.key());
        return timer;
    }

    /** Drops all timers of a run. */
    void drop(RunId run) {
        for (var kind : KINDS) {
            var due = byKey.remove(OfRun.key(kind, run));
            if (due != null) {
                queue.remove(due);
            }
        }
    }

    int size() {
        return queue.size();
    }

    void clear() {
        queue.clear();
        byKey.clear();
    }
}
