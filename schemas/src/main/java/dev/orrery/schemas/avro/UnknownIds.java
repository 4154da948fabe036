package dev.orrery.schemas.avro;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The schema ids that the registry does not know, for a while, so that a flood of junk does not
 * become a flood of requests. After so many of them nothing unknown is asked for until the oldest
 * is forgotten: junk with ever new ids must not slow a partition to the pace of the registry.
 */
final class UnknownIds {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int IDS_MAX = 1_000;

    private final LongSupplier nanoTime;
    private final Map<Integer, Long> sinceNanos = new LinkedHashMap<>();

    UnknownIds(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Why the id need not be asked for; nothing when it has to be. */
    synchronized @Nullable String refusal(int id) {
        long now = nanoTime.getAsLong();
        sinceNanos.values().removeIf(since -> now - since >= REMEMBERED_NANOS);
        if (sinceNanos.containsKey(id)) {
            return sentence(id);
        }
        return sinceNanos.size() < IDS_MAX
                ? null
                : "The schema id " + id + " was not looked up, after " + IDS_MAX + " unknown ones";
    }

    /** Remembers that the registry does not know the id, and says so. */
    synchronized String add(int id) {
        sinceNanos.put(id, nanoTime.getAsLong());
        return sentence(id);
    }

    private static String sentence(int id) {
        return "The schema id " + Integer.toUnsignedString(id) + " is unknown to the registry";
    }
}
