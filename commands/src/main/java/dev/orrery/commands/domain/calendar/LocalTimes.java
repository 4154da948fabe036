package dev.orrery.commands.domain.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Times by the clock on the wall as moments, in order, each found when it is asked for. Where the
 * clock goes forward, a time that it leaves out comes as much later as it goes forward (RFC 5545,
 * 3.3.5); where it goes back, a time that comes twice is meant once, the first time, unless every
 * hour is meant. They end where the next is beyond the horizon.
 */
public final class LocalTimes implements Iterator<Instant> {

    /** What has no first time of its own is counted from here, by the clock on the wall. */
    static final LocalDateTime START = LocalDateTime.of(2020, 1, 1, 0, 0);

    private enum Repeated {
        ONCE,
        EACH
    }

    private final ZoneId zone;
    private final Repeated repeated;
    private final Iterator<LocalDateTime> times;

    /** Those that are found, later than the last and perhaps not in the order of the clock. */
    private final TreeSet<Instant> found = new TreeSet<>();

    /** No time of the clock that is still to come is before it. */
    private Instant sure = Instant.MIN;

    private Instant last;

    private LocalTimes(
            ZoneId zone,
            Repeated repeated,
            Instant after,
            Function<LocalDateTime, Iterator<LocalDateTime>> following) {
        this.zone = zone;
        this.repeated = repeated;
        this.last = after;
        this.times = following.apply(begin(zone, after));
    }

    /**
     * @throws IllegalArgumentException when the IANA database has no such zone
     */
    public static ZoneId zone(@Nullable String name) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException("there is no time zone '" + name + "'");
        }
        return ZoneId.of(name);
    }

    /**
     * The moments after another; a time that comes twice is meant the first time.
     *
     * @param zone whose clock
     * @param following the times by the clock that follow one
     */
    static Stream<Instant> once(
            ZoneId zone,
            Instant after,
            Function<LocalDateTime, Iterator<LocalDateTime>> following) {
        return stream(new LocalTimes(zone, Repeated.ONCE, after, following));
    }

    /** The moments after another; what the clock leaves out does not come, and all else. */
    static Stream<Instant> each(
            ZoneId zone,
            Instant after,
            Function<LocalDateTime, Iterator<LocalDateTime>> following) {
        return stream(new LocalTimes(zone, Repeated.EACH, after, following));
    }

    private static Stream<Instant> stream(LocalTimes times) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(times, Spliterator.ORDERED), false);
    }

    @Override
    public boolean hasNext() {
        while ((found.isEmpty() || found.first().isAfter(sure)) && times.hasNext()) {
            look(times.next());
        }
        return !found.isEmpty() && !found.first().isAfter(last.plus(Rule.HORIZON));
    }

    @Override
    public Instant next() {
        if (!hasNext()) {
            throw new NoSuchElementException("it has no further time");
        }
        last = found.removeFirst();
        return last;
    }

    private void look(LocalDateTime local) {
        var offsets = zone.getRules().getValidOffsets(local);
        // Of a time that is left out, Java's rule is that of RFC 5545.
        var first = local.atZone(zone).toInstant();
        // What follows a time that is left out may come before it.
        sure = offsets.isEmpty() ? zone.getRules().getTransition(local).getInstant() : first;
        if (!offsets.isEmpty() || repeated == Repeated.ONCE) {
            add(first);
        }
        if (offsets.size() > 1 && repeated == Repeated.EACH) {
            add(local.toInstant(offsets.getLast()));
        }
    }

    private void add(Instant moment) {
        if (moment.isAfter(last)) {
            found.add(moment);
        }
    }

    /** In an hour that comes twice, and soon after a change, what stood before may come still. */
    private static LocalDateTime begin(ZoneId zone, Instant after) {
        var local = LocalDateTime.ofInstant(after, zone);
        var twice = zone.getRules().getTransition(local);
        if (twice != null && twice.isOverlap()) {
            return twice.getDateTimeAfter().minusSeconds(1);
        }
        var change = zone.getRules().previousTransition(after.plusNanos(1));
        return change != null && after.isBefore(change.getInstant().plus(length(change)))
                ? local.minus(length(change)).minusSeconds(1)
                : local;
    }

    private static Duration length(ZoneOffsetTransition change) {
        return change.getDuration().abs();
    }
}
