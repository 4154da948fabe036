package dev.orrery.commands.domain.slot;

import dev.orrery.commands.domain.slot.Slots.Place;
import dev.orrery.commands.domain.slot.Slots.Stage;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a run that is due, by the limit that its deployment has now. */
public sealed interface Admission {

    /**
     * How many runs one decision cancels at most to make room: after {@code queue} there can be
     * very many that wait. Those beyond it keep their places in line.
     */
    int CANCELLED_AT_ONCE_MAX = 100;

    /** It runs, now or when a slot is free. */
    sealed interface Accepted extends Admission {

        /** Those that make room for it, then what becomes of it; none where there is no limit. */
        List<Event> events();
    }

    /**
     * It can be leased.
     *
     * @param events that make room for it, and that it has a slot; none where there is no limit
     */
    record Admitted(List<Event> events) implements Accepted {
        public Admitted {
            events = List.copyOf(events);
        }
    }

    /**
     * It waits for a slot.
     *
     * @param events that make room for it, and that it waits
     */
    record Awaits(List<Event> events) implements Accepted {
        public Awaits {
            events = List.copyOf(events);
        }
    }

    /**
     * It does not run.
     *
     * @param reason as a sentence for people
     */
    record Skipped(String reason) implements Admission {}

    /**
     * Of a run that has not been due before: the policy of its deployment says what becomes of it,
     * or of others, where there is no room.
     *
     * @param concurrency of its deployment; none where it has no limit
     * @param slots of its deployment; the run has no place in them
     */
    static Admission enter(@Nullable Concurrency concurrency, Slots slots, Claim claim) {
        if (concurrency == null) {
            return new Admitted(List.of());
        }
        int limit = concurrency.limit();
        return switch (concurrency.collision()) {
            case QUEUE -> settle(limit, slots, claim, List.of());
            case SKIP ->
                    hasRoom(limit, slots, claim, List.of())
                            ? settle(limit, slots, claim, List.of())
                            : new Skipped(skipped(limit));
            case CANCEL_RUNNING -> settle(limit, slots, claim, excess(limit, slots));
        };
    }

    /**
     * Of a run that goes on: one that waits for a slot already, is tried again or resumed, that was
     * ready before there was a limit, or that makes up for another time. It waits where there is no
     * room, whatever the policy, and nobody is cancelled for it.
     *
     * @param concurrency of its deployment; none where it has no limit
     * @param slots of its deployment
     */
    static Accepted queue(@Nullable Concurrency concurrency, Slots slots, Claim claim) {
        return concurrency == null
                ? new Admitted(List.of())
                : settle(concurrency.limit(), slots, claim, List.of());
    }

    /** That a run waits for a slot. */
    static RunAwaitsSlot awaits(Claim claim, int limit) {
        return new RunAwaitsSlot(
                claim.run(),
                limit == 1
                        ? "It waits for the one slot of its deployment."
                        : "It waits for one of the " + limit + " slots of its deployment.");
    }

    private static Accepted settle(int limit, Slots slots, Claim claim, List<Place> cancelled) {
        var room = cancelled.stream().map(Admission::cancel);
        return hasRoom(limit, slots, claim, cancelled)
                ? new Admitted(with(room, new RunAdmitted(claim.run())))
                : new Awaits(with(room, awaits(claim, limit)));
    }

    /** Whether there are more slots free than are for those that wait and come before it. */
    private static boolean hasRoom(int limit, Slots slots, Claim claim, List<Place> cancelled) {
        long freed = cancelled.stream().filter(place -> place.stage() == Stage.READY).count();
        long free = limit - slots.taken() + freed;
        if (free <= 0) {
            return false;
        }
        var gone = cancelled.stream().map(Place::claim).collect(Collectors.toSet());
        return slots.line()
                        .takeWhile(other -> other.precedes(claim))
                        .filter(other -> !gone.contains(other))
                        .limit(free)
                        .count()
                < free;
    }

    /** The oldest, so that with the others gone the new one finds room. */
    private static List<Place> excess(int limit, Slots slots) {
        int others = slots.taken() + slots.count(Stage.AWAITING) - slots.count(Stage.ENDING);
        return slots.oldest()
                .filter(place -> place.stage() != Stage.ENDING)
                .limit(Math.clamp(others + 1 - limit, 0, CANCELLED_AT_ONCE_MAX))
                .toList();
    }

    private static Event cancel(Place place) {
        var run = place.claim().run();
        return switch (place.stage()) {
            case AWAITING, READY ->
                    new RunCancelled(run, "Cancelled to make room for a newer run.");
            case HELD, ENDING -> new RunCancelRequested(run);
        };
    }

    private static String skipped(int limit) {
        return "The deployment has no slot left of " + limit + ", and skips a run that finds none.";
    }

    private static List<Event> with(Stream<Event> events, Event last) {
        return Stream.concat(events, Stream.of(last)).toList();
    }
}
