package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Places;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.commands.domain.slot.Slots.Stage;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which runs of each deployment wait, and which have its slots or wait for one. In memory only: it
 * follows from the runs, each of which says where it is whenever it changes and when a task starts.
 */
final class SlotIndex {

    private record Waiter(int revision, RunId run) {
        static final Comparator<Waiter> BY_REVISION =
                Comparator.comparingInt(Waiter::revision).thenComparing(Waiter::run);

        static Waiter of(Run.Dispatched run) {
            return new Waiter(run.ticket().revision(), run.id());
        }
    }

    private static final class OfDeployment implements Slots {
        private final Map<RunId, Place> places = new HashMap<>();
        private final Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
        private final TreeSet<Place> oldest =
                new TreeSet<>(Comparator.comparing(Place::claim, Claim.BY_AGE));
        private final TreeSet<Claim> line = new TreeSet<>(Claim.IN_LINE);
        private final TreeSet<Waiter> waiting = new TreeSet<>(Waiter.BY_REVISION);

        private void remove(Run.Dispatched run) {
            waiting.remove(Waiter.of(run));
            var place = places.remove(run.id());
            if (place != null) {
                counts.merge(place.stage(), -1, Integer::sum);
                oldest.remove(place);
                line.remove(place.claim());
            }
        }

        private void add(Place place) {
            places.put(place.claim().run(), place);
            counts.merge(place.stage(), 1, Integer::sum);
            oldest.add(place);
            if (place.stage() == Stage.AWAITING) {
                line.add(place.claim());
            }
        }

        /** Those that wait have no place any more. */
        private void end() {
            var held = oldest.stream().filter(place -> isHeld(place.stage())).toList();
            places.clear();
            counts.clear();
            oldest.clear();
            line.clear();
            held.forEach(this::add);
        }

        private boolean isEmpty() {
            return places.isEmpty() && waiting.isEmpty();
        }

        @Override
        public int count(Stage stage) {
            return counts.getOrDefault(stage, 0);
        }

        @Override
        public Stream<Place> oldest() {
            return oldest.stream();
        }

        @Override
        public Stream<Claim> line() {
            return line.stream();
        }
    }

    private final Map<DeploymentId, OfDeployment> deployments = new HashMap<>();

    /**
     * Notes where a run is now.
     *
     * @param owner the deployment of its name
     */
    void note(Run.Dispatched run, Deployment owner) {
        var deployment = deployments.computeIfAbsent(run.deployment(), _ -> new OfDeployment());
        deployment.remove(run);
        Places.of(run, owner).ifPresent(deployment::add);
        switch (run) {
            case Run.Waiting _ -> deployment.waiting.add(Waiter.of(run));
            case Run.Held _, Run.Ended _ -> {}
        }
        if (deployment.isEmpty()) {
            deployments.remove(run.deployment());
        }
    }

    /** Notes that a deployment was deleted. */
    void end(DeploymentId id) {
        var deployment = deployments.get(id);
        if (deployment != null) {
            deployment.end();
        }
    }

    void clear() {
        deployments.clear();
    }

    /** Those of a deployment. Things as they are whenever it is asked, until the next note. */
    Slots of(DeploymentId id) {
        var deployment = deployments.get(id);
        return deployment == null ? Slots.NONE : deployment;
    }

    /**
     * A run that nobody holds and whose deployment was deleted.
     *
     * @param owner the deployment of its name
     */
    Optional<RunId> orphan(DeploymentId id, Deployment owner) {
        var deployment = deployments.get(id);
        return deployment == null
                ? Optional.empty()
                : deployment.waiting.stream()
                        .limit(1)
                        .filter(first -> !Deployment.owns(owner, first.revision()))
                        .map(Waiter::run)
                        .findFirst();
    }

    private static boolean isHeld(Stage stage) {
        return switch (stage) {
            case HELD, ENDING -> true;
            case AWAITING, READY -> false;
        };
    }

    /** The deployments with a run that waits or is held. */
    Set<DeploymentId> deployments() {
        return new HashSet<>(deployments.keySet());
    }
}
