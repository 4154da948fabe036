package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Revisions go on by one, and no more runs have a slot than the limit says. */
final class DeploymentPromises {

    private static final long ROOM_NANOS_MAX = 1_500 * Time.MILLI;

    private static final class Known {
        private int firstRevision;
        private int revision;
        private @Nullable DeploymentDocument document;
        private boolean paused;
        private long roomSinceNanos;
        private int changes;
        private int changesSeen;
        private long turnedIn;
        private final Map<Integer, DeploymentDocument> documents = new HashMap<>();
        private final Set<Life> slots = new LinkedHashSet<>();
        private final Set<Life> held = new LinkedHashSet<>();
        private final Set<Life> awaiting = new LinkedHashSet<>();

        private int taken() {
            var taken = new HashSet<>(slots);
            taken.addAll(held);
            return taken.size();
        }

        /** Those that take up a slot or wait for one, and were not told to end. */
        private Stream<Life> going() {
            return Stream.of(slots, held, awaiting)
                    .flatMap(Set::stream)
                    .distinct()
                    .filter(life -> !life.cancelling);
        }
    }

    private final Map<DeploymentId, Known> all = new HashMap<>();
    private final Set<RunId> unplaced = new LinkedHashSet<>();
    private final Set<DeploymentId> cleared = new LinkedHashSet<>();

    /**
     * @param work the number of the piece of work that it comes from
     */
    void keep(DeploymentEvent event, long work) {
        var known = changed(event.deployment());
        require(
                (known.document == null) == event instanceof DeploymentCreated,
                "only what is not there is created: %s",
                event);
        switch (event) {
            case DeploymentCreated e -> {
                revised(known, e.revision(), e.document());
                known.firstRevision = e.revision();
                known.paused = false;
                known.turnedIn = work;
            }
            case DeploymentUpdated e -> {
                require(!e.document().equals(known.document), "an update changes something");
                require(
                        e.rolledBackTo() == null
                                || e.document().equals(known.documents.get(e.rolledBackTo())),
                        "whoever rolls back gets the document of that revision: %s",
                        e);
                revised(known, e.revision(), e.document());
            }
            case DeploymentPaused _ -> {
                require(!known.paused, "what is paused is not paused again");
                known.paused = true;
            }
            case DeploymentResumed _ -> {
                require(known.paused, "what is not paused is not resumed");
                known.paused = false;
            }
            // What waits ends with it, and is in no line of another of its name.
            case DeploymentDeleted _ -> {
                known.document = null;
                known.turnedIn = work;
                known.slots.clear();
                known.awaiting.clear();
            }
        }
    }

    private static void revised(Known known, int revision, DeploymentDocument document) {
        require(revision == ++known.revision, "revisions go on by one: %s", revision);
        known.document = document;
        known.documents.put(revision, document);
    }

    int revision(DeploymentId id) {
        return known(id).revision;
    }

    Json parameters(DeploymentId id) {
        return Objects.requireNonNull(known(id).document).parameters();
    }

    boolean isGone(DeploymentId id) {
        return known(id).document == null;
    }

    /** Whether it was there before a piece of work that just came to its end. */
    boolean wasThere(DeploymentId id, long work) {
        return isGone(id) == (known(id).turnedIn == work);
    }

    /** Whether a run is of the deployment that is there, and of none that was deleted. */
    boolean owns(Life life) {
        if (life.deployment == null) {
            return false;
        }
        var known = known(life.deployment);
        return known.document != null && life.revision() >= known.firstRevision;
    }

    /** Whether its schedules fire. */
    boolean isScheduled(DeploymentId id) {
        return !isGone(id) && !known(id).paused;
    }

    Optional<ScheduleDocument> schedule(DeploymentId id, String name) {
        var document = known(id).document;
        return document == null
                ? Optional.empty()
                : document.schedules().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** How many schedules it has, at least one. */
    int schedules(DeploymentId id) {
        var document = known(id).document;
        return document == null ? 1 : Math.max(1, document.schedules().size());
    }

    @Nullable Integer limit(DeploymentId id) {
        var document = known(id).document;
        var concurrency = document == null ? null : document.concurrency();
        return concurrency == null ? null : concurrency.limit();
    }

    void eachDocument(BiConsumer<DeploymentId, DeploymentDocument> use) {
        all.forEach((id, known) -> {
            if (known.document != null) {
                use.accept(id, known.document);
            }
        });
    }

    @Nullable Collision collision(DeploymentId id) {
        var document = known(id).document;
        var concurrency = document == null ? null : document.concurrency();
        return concurrency == null ? null : concurrency.collision();
    }

    /** Whether a new run finds a slot. */
    boolean hasRoom(DeploymentId id) {
        var known = known(id);
        var limit = limit(id);
        return limit == null || known.taken() + known.awaiting.size() < limit;
    }

    /** A new run that is due has its place before anything else happens. */
    void requested(DeploymentId id, RunId run) {
        if (limit(id) != null) {
            unplaced.add(run);
        }
    }

    /** At the end of a transaction. */
    void requireAllPlaced() {
        require(
                unplaced.isEmpty(),
                "a run that is due has a slot or awaits one, where there is a limit: %s",
                unplaced);
        require(cleared.isEmpty(), "room is made for a run that comes new: %s", cleared);
    }

    /** A run ends so that one that comes new has room: the oldest, and none more than that. */
    void makeRoom(Life life) {
        var id = life.owner();
        var known = known(id);
        var limit = limit(id);
        require(
                collision(id) == Collision.CANCEL_RUNNING
                        && limit != null
                        && known.going().count() >= limit,
                "nobody is cancelled while there is room, or by another policy: %s",
                life);
        require(
                life.equals(known.going().min(Life.BY_AGE).orElse(null)),
                "the oldest makes room: %s",
                life);
        cleared.add(id);
    }

    /** A run that comes new has its place. */
    void entered(DeploymentId id) {
        cleared.remove(id);
    }

    /** A run has a slot from now on; where the limit is gone, it just waits no more. */
    void admit(Life run) {
        var id = run.owner();
        var known = changed(id);
        var limit = limit(id);
        boolean waited = known.awaiting.remove(run);
        unplaced.remove(run.run);
        require(
                limit == null || known.taken() + before(run, known) < limit,
                "nobody overtakes who comes first in line: %s, before %s",
                run,
                known.awaiting);
        require(limit != null || waited, "only a deployment with a limit has slots: %s", run);
        require(known.slots.add(run), "a run has one slot: %s", run);
        require(
                limit == null || known.taken() <= limit,
                "no more runs have a slot than the limit of %s: %s and %s",
                limit,
                known.slots,
                known.held);
    }

    private static long before(Life run, Known known) {
        return known.awaiting.stream()
                .filter(other -> Life.IN_LINE.compare(other, run) < 0)
                .count();
    }

    void await(Life run) {
        var id = run.owner();
        var known = changed(id);
        var limit = limit(id);
        unplaced.remove(run.run);
        known.slots.remove(run);
        require(
                limit != null && (known.taken() >= limit || !known.awaiting.isEmpty()),
                "nobody awaits a slot while there is room: %s",
                run);
        known.awaiting.add(run);
    }

    /** Whether it awaits a slot, or waits for its end since its deployment is gone. */
    boolean isInLine(Life life) {
        return !owns(life) || known(life.owner()).awaiting.contains(life);
    }

    /** A runner holds it from now on. */
    void hold(Life run) {
        var id = run.owner();
        var known = changed(id);
        var limit = limit(id);
        require(!known.awaiting.contains(run), "nobody leases what awaits a slot: %s", run);
        known.held.add(run);
        require(
                limit == null || (known.slots.contains(run) && known.held.size() <= limit),
                "where there is a limit of %s, only what has a slot is leased: %s, held are %s",
                limit,
                run,
                known.held);
    }

    /** A runner gave it back. */
    void putBack(Life run) {
        changed(run.owner()).held.remove(run);
    }

    /** A run has no slot and awaits none. */
    void free(Life run) {
        var known = changed(run.owner());
        unplaced.remove(run.run);
        known.slots.remove(run);
        known.held.remove(run);
        known.awaiting.remove(run);
    }

    /** Nobody awaits a slot for long while there is room. */
    void requireNobodyAwaitsRoom(Predicate<DeploymentId> atWork, long nanos) {
        all.forEach((id, known) -> {
            var limit = limit(id);
            if (known.awaiting.isEmpty()
                    || (limit != null && known.taken() >= limit)
                    || known.changes != known.changesSeen
                    || !atWork.test(id)) {
                known.roomSinceNanos = nanos;
                known.changesSeen = known.changes;
            }
            require(
                    nanos - known.roomSinceNanos <= ROOM_NANOS_MAX,
                    "nobody awaits a slot while there is room: %s has %s of %s, and %s await",
                    id,
                    known.taken(),
                    limit,
                    known.awaiting);
        });
    }

    private Known known(DeploymentId id) {
        return all.computeIfAbsent(id, _ -> new Known());
    }

    private Known changed(DeploymentId id) {
        var known = known(id);
        known.changes++;
        return known;
    }
}
