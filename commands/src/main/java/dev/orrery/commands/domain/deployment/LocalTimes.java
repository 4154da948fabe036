package dev.orrery.commands.domain.deployment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Times by the clock on the wall as moments. Where the clock goes forward, a time that it leaves
 * out comes as much later as it goes forward (RFC 5545, 3.3.5); where it goes back, a time that
 * comes twice is meant once, the first time, unless every hour is meant.
 *
 * @param zone whose clock
 * @param following the next time by the clock, after one
 */
record LocalTimes(ZoneId zone, Function<LocalDateTime, Optional<LocalDateTime>> following) {

    private static final int LOOKED_AT_MAX = 20_000;

    private enum Repeated {
        ONCE,
        EACH
    }

    /**
     * @throws IllegalArgumentException when the IANA database has no such zone
     */
    static ZoneId zone(@Nullable String name) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw new IllegalArgumentException("there is no time zone '" + name + "'");
        }
        return ZoneId.of(name);
    }

    /** The first moment after another; a time that comes twice is meant the first time. */
    Optional<Instant> once(Instant moment) {
        return after(moment, Repeated.ONCE);
    }

    /** The first moment after another; what the clock leaves out does not come, and all else. */
    Optional<Instant> each(Instant moment) {
        return after(moment, Repeated.EACH);
    }

    private Optional<Instant> after(Instant moment, Repeated repeated) {
        var next = begin(moment);
        Instant best = null;
        for (int i = 0; i < LOOKED_AT_MAX; i++) {
            next = next.flatMap(following);
            if (next.isEmpty()) {
                break;
            }
            var local = next.get();
            var offsets = zone.getRules().getValidOffsets(local);
            if (offsets.isEmpty() && repeated == Repeated.EACH) {
                continue;
            }
            // Of a time that is left out, Java's rule is that of RFC 5545.
            var first = local.atZone(zone).toInstant();
            if (best != null && first.isAfter(best)) {
                break;
            }
            best = sooner(best, first, moment);
            if (offsets.size() > 1 && repeated == Repeated.EACH) {
                best = sooner(best, local.toInstant(offsets.getLast()), moment);
            }
            if (best != null && offsets.size() == 1) {
                break;
            }
        }
        return Optional.ofNullable(best);
    }

    private static @Nullable Instant sooner(@Nullable Instant best, Instant other, Instant moment) {
        if (!other.isAfter(moment)) {
            return best;
        }
        return best == null || other.isBefore(best) ? other : best;
    }

    /** In an hour that comes twice, and soon after a change, what stood before may come still. */
    private Optional<LocalDateTime> begin(Instant moment) {
        var local = LocalDateTime.ofInstant(moment, zone);
        var twice = zone.getRules().getTransition(local);
        if (twice != null && twice.isOverlap()) {
            return Optional.of(twice.getDateTimeAfter().minusSeconds(1));
        }
        var last = zone.getRules().previousTransition(moment.plusNanos(1));
        return Optional.of(
                last != null && moment.isBefore(last.getInstant().plus(length(last)))
                        ? local.minus(length(last)).minusSeconds(1)
                        : local);
    }

    private static Duration length(ZoneOffsetTransition change) {
        return change.getDuration().abs();
    }
}
