package dev.orrery.commands.processor;

import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where runners are alive, by what they say every few seconds until they say goodbye, and which
 * runs wait for one to appear. In memory only: after a restart the living say so again before long.
 * A runner makes the topic of its host before it says anything, so what is announced to a host that
 * is known here has a place to go.
 */
final class Presence {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Who says that they are more, or on more places, than this is not believed. */
    private static final int POSTS_MAX = 10_000;

    private record Place(String pool, String host) {}

    /** A runner at a place: others may be there too, and stay when it goes. */
    private record Post(RunnerId runner, Place place) {}

    private final long keptNanos;
    private final LongSupplier nanos;
    private final Map<Post, Long> heard = new HashMap<>();
    private final Map<RunId, Place> waiting = new HashMap<>();
    private final Map<Place, Set<RunId>> waitingAt = new HashMap<>();

    /**
     * @param keptMillis for how long a runner that was heard is taken to be alive
     * @param nanos a monotonic clock
     */
    Presence(long keptMillis, LongSupplier nanos) {
        this.keptNanos = keptMillis * NANOS_PER_MILLI;
        this.nanos = nanos;
    }

    /** Notes that a runner is there. Returns the runs that waited for one, each once. */
    List<RunId> hear(RunnerId runner, String host, List<String> pools) {
        var now = nanos.getAsLong();
        heard.values().removeIf(last -> now - last > keptNanos);
        var found = new ArrayList<RunId>();
        for (var pool : pools) {
            if (Topics.canDispatch(pool, host) && heard.size() < POSTS_MAX) {
                var place = new Place(pool, host);
                heard.put(new Post(runner, place), now);
                found.addAll(waitingAt.getOrDefault(place, Set.of()));
            }
        }
        found.forEach(this::forget);
        return found;
    }

    /** Notes that a runner takes no more runs. */
    void leave(RunnerId runner) {
        heard.keySet().removeIf(post -> post.runner.equals(runner));
    }

    /** Whether a runner of the pool is on the host. */
    boolean isOn(String pool, String host) {
        return isAlive(new Place(pool, host));
    }

    /** Whether there is a runner of the pool anywhere. */
    boolean isAnywhere(String pool) {
        return isAny(place -> place.pool.equals(pool));
    }

    /** The run waits for a runner of the pool on the host. */
    void await(RunId run, String pool, String host) {
        forget(run);
        var place = new Place(pool, host);
        waiting.put(run, place);
        waitingAt.computeIfAbsent(place, _ -> new LinkedHashSet<>()).add(run);
    }

    /** The run waits no more. */
    void forget(RunId run) {
        var place = waiting.remove(run);
        if (place != null) {
            waitingAt.computeIfPresent(
                    place, (_, runs) -> runs.remove(run) && runs.isEmpty() ? null : runs);
        }
    }

    void clearWaiting() {
        waiting.clear();
        waitingAt.clear();
    }

    private boolean isAlive(Place place) {
        return isAny(place::equals);
    }

    private boolean isAny(Predicate<Place> where) {
        var now = nanos.getAsLong();
        return heard.entrySet().stream()
                .anyMatch(post ->
                        where.test(post.getKey().place) && now - post.getValue() <= keptNanos);
    }
}
