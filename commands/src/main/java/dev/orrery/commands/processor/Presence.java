package dev.orrery.commands.processor;

import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where runners are alive, by what they say every few seconds, and which runs wait for one to
 * appear. In memory only: after a restart the living say so again before long. A runner makes the
 * topic of its host before it says anything, so what is announced to a host that is known here has
 * a place to go.
 */
final class Presence {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Who says that they are on more places than this is not believed. */
    private static final int PLACES_MAX = 10_000;

    private record Place(String pool, String host) {}

    private final long keptNanos;
    private final LongSupplier nanos;
    private final Map<Place, Long> heard = new HashMap<>();
    private final Map<RunId, Place> waiting = new LinkedHashMap<>();

    /**
     * @param keptMillis for how long a runner that was heard is taken to be alive
     * @param nanos a monotonic clock
     */
    Presence(long keptMillis, LongSupplier nanos) {
        this.keptNanos = keptMillis * NANOS_PER_MILLI;
        this.nanos = nanos;
    }

    /** Notes that a runner is there. Returns the runs that waited for one, each once. */
    List<RunId> hear(String host, List<String> pools) {
        var now = nanos.getAsLong();
        heard.values().removeIf(last -> now - last > keptNanos);
        for (var pool : pools) {
            if (Topics.canDispatch(pool, host) && heard.size() < PLACES_MAX) {
                heard.put(new Place(pool, host), now);
            }
        }
        if (waiting.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<RunId>();
        waiting.forEach((run, place) -> {
            if (isAlive(place)) {
                found.add(run);
            }
        });
        found.forEach(waiting::remove);
        return found;
    }

    /** Whether a runner of the pool is on the host. */
    boolean isOn(String pool, String host) {
        return isAlive(new Place(pool, host));
    }

    /** Whether there is a runner of the pool anywhere. */
    boolean isAnywhere(String pool) {
        return heard.keySet().stream().anyMatch(place -> place.pool.equals(pool) && isAlive(place));
    }

    /** The run waits for a runner of the pool on the host. */
    void await(RunId run, String pool, String host) {
        waiting.put(run, new Place(pool, host));
    }

    /** The run waits no more. */
    void forget(RunId run) {
        waiting.remove(run);
    }

    void clearWaiting() {
        waiting.clear();
    }

    private boolean isAlive(Place place) {
        var last = heard.get(place);
        return last != null && nanos.getAsLong() - last <= keptNanos;
    }
}
