package dev.orrery.server.bench;

import dev.orrery.audit.replay.ReplayedEvent;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What became of the nominal times of schedules, by the log alone. Which there should be is found
 * from the documents and not from what a schedule said is next.
 */
final class NominalTimes implements Consumer<ReplayedEvent> {

    private record Made(ScheduleDocument.Interval interval, Instant at) {}

    private final Instant quietFrom;
    private final Instant quietTo;
    private final Map<ScheduleId, Made> schedules = new HashMap<>();
    private final Map<ScheduleId, Set<Instant>> fired = new HashMap<>();
    private final Map<RunId, Instant> waiting = new HashMap<>();
    private final Samples leased = new Samples();
    private long twice;
    private long skipped;

    /**
     * @param quietFrom the lease of a nominal time from here on is timed
     * @param quietTo up to here
     */
    NominalTimes(Instant quietFrom, Instant quietTo) {
        this.quietFrom = quietFrom;
        this.quietTo = quietTo;
    }

    @Override
    public void accept(ReplayedEvent replayed) {
        var time = replayed.recorded().header().time();
        switch (replayed.recorded().event()) {
            case DeploymentCreated e -> {
                for (var schedule : e.document().schedules()) {
                    var interval = Objects.requireNonNull(schedule.interval(), "an interval");
                    var id = ScheduleId.of(e.deployment(), schedule.name());
                    schedules.put(id, new Made(interval, time));
                }
            }
            case ScheduleFired e -> {
                if (!fired.computeIfAbsent(e.schedule(), _ -> new HashSet<>()).add(e.nominal())) {
                    twice++;
                }
            }
            case ScheduleSkipped e -> skipped += e.count();
            case RunRequested e -> {
                var nominal = e.cause().nominal();
                if (nominal != null && !nominal.isBefore(quietFrom) && nominal.isBefore(quietTo)) {
                    waiting.put(e.run(), nominal);
                }
            }
            case RunLeased e -> {
                var nominal = waiting.remove(e.run());
                if (nominal != null) {
                    leased.add(nanosBetween(nominal, time));
                }
            }
            case DeploymentEvent _, ScheduleEvent _, BackfillEvent _, RunEvent _, ViewsEvent _ -> {}
        }
    }

    /** How long after its nominal time a run was leased. */
    Samples leased() {
        return leased;
    }

    /** How many runs of the quiet time nobody leased. */
    int neverLeased() {
        return waiting.size();
    }

    long twice() {
        return twice;
    }

    long skipped() {
        return skipped;
    }

    /** How many nominal times there were up to a moment. */
    long due(Instant end) {
        return schedules.values().stream().mapToLong(made -> dueOf(made, end).size()).sum();
    }

    /** How many of them never fired. */
    long missing(Instant end) {
        return schedules.entrySet().stream()
                .mapToLong(schedule -> {
                    var due = dueOf(schedule.getValue(), end);
                    due.removeAll(fired.getOrDefault(schedule.getKey(), Set.of()));
                    return due.size();
                })
                .sum();
    }

    /** How many fired that are no nominal times. */
    long stray(Instant end) {
        return fired.entrySet().stream()
                .mapToLong(schedule -> {
                    var made = Objects.requireNonNull(schedules.get(schedule.getKey()));
                    var due = dueOf(made, end);
                    return schedule.getValue().stream()
                            .filter(nominal -> !nominal.isAfter(end) && !due.contains(nominal))
                            .count();
                })
                .sum();
    }

    private static Set<Instant> dueOf(Made made, Instant end) {
        var due = new HashSet<Instant>();
        var anchor = Objects.requireNonNull(made.interval.anchor(), "an anchor");
        long millis = made.interval.seconds() * 1_000;
        long since = made.at.toEpochMilli() - anchor.toEpochMilli();
        var nominal =
                anchor.plusMillis(Math.multiplyExact(Math.floorDiv(since, millis) + 1, millis));
        while (!nominal.isAfter(end)) {
            due.add(nominal);
            nominal = nominal.plusMillis(millis);
        }
        return due;
    }

    private static long nanosBetween(Instant from, Instant to) {
        return (to.toEpochMilli() - from.toEpochMilli()) * 1_000_000;
    }
}
