package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.Clocks;
import dev.orrery.commands.processor.PartitionWriter;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a writer holds in memory beside its rows: it all follows from them, so that a writer that
 * begins on the same rows has the same. What may differ:
 *
 * <ul>
 *   <li>Timers that mean nothing any more stay until they ring, but none of a run that ended.
 *   <li>What was announced and not leased is announced again later and later, and soon after a
 *       start; what waits for its host has no such timer, and a run that is late is late once.
 *   <li>A lease has its whole length after a start, and none whose marker is out has a timer.
 *   <li>A backfill looks for room once after a start.
 *   <li>A run that ended, was tried again and ended once more is in the line of those to be
 *       forgotten twice.
 * </ul>
 */
final class Memory {

    /** What is given back may be announced so much later. */
    private static final long RETURNED_MILLIS_MAX = 60_000;

    /** So late the clock may turn. */
    private static final long LATE_MILLIS_MAX = 2_000;

    private static final Set<String> OF_RUN =
            Set.of("Announce", "CheckLate", "CheckQueueTimeout", "CheckLease");

    /**
     * @param kind what is to be done
     * @param about the id of what it is to be done to
     * @param millis when
     * @param timer itself
     */
    private record Timer(String kind, Object about, long millis, Object timer) {

        Object version() {
            return Inside.of(timer, "version");
        }

        int times() {
            return (int) Inside.of(timer, "times");
        }
    }

    private final Object liveness;
    private final Map<String, Timer> timers = new TreeMap<>();

    private Memory(PartitionWriter writer) {
        liveness = Inside.of(writer, "desks", "liveness");
        for (var due : (Collection<?>) Inside.of(liveness, "timers", "queue")) {
            var timer = timer(due);
            timers.put(timer.kind() + " of " + timer.about(), timer);
        }
    }

    private Timer timer(Object due) {
        var timer = Inside.of(due, "timer");
        var kind = timer.getClass().getSimpleName();
        var about =
                switch (kind) {
                    case "FireSchedule" -> Inside.of(timer, "schedule");
                    case "AdvanceBackfill" -> Inside.of(timer, "backfill");
                    case "CallNext" -> Inside.of(timer, "deployment");
                    case "ForgetRuns" ->
                            Inside.of(timer, "runs").equals(Inside.of(liveness, "ended"))
                                    ? "those that ran"
                                    : "those that were reported";
                    default -> Inside.of(timer, "run");
                };
        return new Timer(kind, about, (long) Inside.of(due, "millis"), timer);
    }

    /** Compares a writer whose transaction has ended with one that begins. */
    static void compare(Task task, World world) {
        var rows = new Disk();
        rows.restore(task.disk().rows());
        var time = world.time();
        var fresh =
                PartitionWriter.open(
                        task.partition(),
                        rows,
                        new Nowhere(),
                        World.CODECS,
                        world.log(),
                        world.settings(),
                        new Clocks(time::wallMillis, () -> 0));
        var here = new Memory(Objects.requireNonNull(task.writer()));
        var begun = new Memory(fresh);
        here.requireSame(begun);
        // A clock that was set back since it looked at it makes it set its timers anew.
        if ((long) Inside.of(task.writer(), "lastMillis") <= time.wallMillis()) {
            here.requireTimers(begun, world.promises().runs(), time.wallMillis());
        }
    }

    /** A clock that turns leaves nothing for long. */
    static void requireTurned(Task task, World world) {
        var here = new Memory(Objects.requireNonNull(task.writer()));
        int most = world.settings().endedRunsMax();
        long nowMillis = world.time().wallMillis();
        var recent = Instant.ofEpochMilli(nowMillis - LATE_MILLIS_MAX);
        long remembered =
                here.ended("ended").stream()
                        .filter(ended -> ((Instant) Inside.of(ended, "at")).isBefore(recent))
                        .count();
        require(
                remembered <= most,
                "no more than %s runs that ended are remembered, not %s",
                most,
                remembered);
        for (var timer : here.timers.values()) {
            require(
                    nowMillis - timer.millis() <= LATE_MILLIS_MAX,
                    "what is due is done: %s since %s ms",
                    timer,
                    nowMillis - timer.millis());
        }
    }

    private void requireSame(Memory fresh) {
        for (var path :
                new String[][] {
                    {"state", "slots", "deployments"},
                    {"backfills", "going"},
                    {"backfills", "underWay"},
                    {"backfills", "runs"}
                }) {
            same(String.join(".", path), shape(path), fresh.shape(path));
        }
        same("leases", watched().toString(), fresh.watched().toString());
        var ended = endedRuns("ended");
        var reported = endedRuns("trackedEnded");
        require(
                ended.containsAll(fresh.endedRuns("ended"))
                        && reported.containsAll(fresh.endedRuns("trackedEnded")),
                "each run that ended is to be forgotten: %s, not %s",
                fresh.endedRuns("ended"),
                ended);
        var called =
                timers.values().stream()
                        .filter(timer -> timer.kind().equals("CallNext"))
                        .map(timer -> timer.about().toString())
                        .collect(Collectors.toSet());
        var known =
                ((Collection<?>) Inside.of(liveness, "queues", "called"))
                        .stream().map(Object::toString).collect(Collectors.toSet());
        require(known.equals(called), "who is called has a timer: %s, not %s", known, called);
    }

    private static void same(String what, String here, String fresh) {
        require(
                here.equals(fresh),
                "a writer that begins has the same %s:\n%s\n%s",
                what,
                here,
                fresh);
    }

    private String shape(String... path) {
        return Inside.shape(Inside.of(liveness, path));
    }

    /** Who holds what, by the leases. */
    private Map<String, String> watched() {
        var watched = new TreeMap<String, String>();
        ((Map<?, ?>) Inside.of(liveness, "holders", "leases", "watches"))
                .forEach((run, watch) ->
                        watched.put(run.toString(), Inside.shape(Inside.of(watch, "held"))));
        return watched;
    }

    private boolean isMarked(Object run) {
        var watches = (Map<?, ?>) Inside.of(liveness, "holders", "leases", "watches");
        return (boolean) Inside.of(Objects.requireNonNull(watches.get(run)), "marked");
    }

    private Set<String> endedRuns(String which) {
        return ended(which).stream().map(Inside::shape).collect(Collectors.toSet());
    }

    private Collection<?> ended(String which) {
        return (Collection<?>) Inside.of(liveness, which, "oldest");
    }

    private Set<?> awaitTheirHost() {
        return ((Map<?, ?>) Inside.of(liveness, "announcing", "presence", "waiting")).keySet();
    }

    private void requireTimers(Memory fresh, RunPromises runs, long now) {
        fresh.timers.forEach((key, timer) -> {
            var here = timers.get(key);
            var holds =
                    switch (timer.kind()) {
                        case "FireSchedule" ->
                                here != null
                                        && Math.max(here.millis(), now)
                                                == Math.max(timer.millis(), now);
                        case "Announce" ->
                                // Of an earlier version, it means nothing when it rings.
                                (here == null || !here.version().equals(timer.version()))
                                        ? awaitTheirHost().contains(timer.about())
                                        : here.times() > 0
                                                || here.millis()
                                                        <= Math.max(
                                                                timer.millis(),
                                                                now + RETURNED_MILLIS_MAX);
                        case "CheckLate" ->
                                runs.isLate((RunId) timer.about())
                                        || (here != null && here.version().equals(timer.version()));
                        case "CheckLease" -> here != null || isMarked(timer.about());
                        case "CheckQueueTimeout", "ForgetRuns" ->
                                here != null && here.millis() <= timer.millis();
                        case "CallNext" -> here != null;
                        case "AdvanceBackfill" -> true;
                        default -> throw new Broken("nobody knows of timers as " + timer);
                    };
            require(holds, "a timer is set: %s, not %s", timer, here);
        });
        for (var timer : timers.values()) {
            require(
                    !OF_RUN.contains(timer.kind()) || !runs.hasEnded((RunId) timer.about()),
                    "a run that ended has no timer: %s",
                    timer);
        }
        for (var run : awaitTheirHost()) {
            require(
                    fresh.timers.containsKey("Announce of " + run),
                    "what waits for its host is to be announced: %s",
                    run);
        }
    }
}
