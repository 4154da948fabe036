package dev.orrery.commands.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Places;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.Ticket;
import dev.orrery.commands.domain.run.TimeLimits;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots.Place;
import dev.orrery.commands.domain.slot.Slots.Stage;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SlotIndexTest {

    private static final long SEED = 7;
    private static final int STEPS = 5_000;

    private final SlotIndex index = new SlotIndex();
    private final Map<DeploymentId, Deployment> owners = new HashMap<>();
    private final Random random = new Random(SEED);

    /** Wherever runs go, it says the same as a look at all of them. */
    @Test
    void it_follows_from_where_the_runs_are() {
        var deployments = List.of(DeploymentId.of("hello", "one"), DeploymentId.of("hello", "two"));
        var runs = new LinkedHashMap<RunId, Run.Dispatched>();
        for (int i = 0; i < STEPS; i++) {
            var deployment = deployments.get(random.nextInt(2));
            if (random.nextInt(50) == 0) {
                changeLife(deployment);
            }
            var run = random(deployment);
            runs.put(run.id(), run);
            index.note(run, owner(deployment));
            check(deployment, runs);
        }
        runs.values().forEach(run -> index.note(ended(run.ticket()), owner(run.deployment())));
        assertThat(index.deployments()).isEmpty();
    }

    /** It is deleted, or created anew. */
    private void changeLife(DeploymentId id) {
        switch (owner(id)) {
            case Deployment.Live live -> {
                owners.put(id, Deployment.evolve(live, new DeploymentDeleted(id)));
                index.end(id);
            }
            case Deployment.Deleted(int last) -> owners.put(id, live(id, last + 1));
            case Deployment.Absent _ -> throw new IllegalStateException("it is always there");
        }
    }

    private static Deployment live(DeploymentId id, int revision) {
        var created = new DeploymentCreated(id, "hello", "one", revision, Story.document());
        return Deployment.evolve(Deployment.ABSENT, created);
    }

    private Deployment owner(DeploymentId id) {
        return owners.computeIfAbsent(id, created -> live(created, 1));
    }

    private int revision(DeploymentId id) {
        return switch (owner(id)) {
            case Deployment.Live live -> live.revision();
            case Deployment.Deleted(int last) -> last;
            case Deployment.Absent _ -> 1;
        };
    }

    private void check(DeploymentId deployment, Map<RunId, Run.Dispatched> runs) {
        var here = runs.values().stream().filter(r -> r.deployment().equals(deployment)).toList();
        var places =
                here.stream().flatMap(run -> Places.of(run, owner(deployment)).stream()).toList();
        var slots = index.of(deployment);
        for (var stage : Stage.values()) {
            assertThat(slots.count(stage))
                    .isEqualTo((int) places.stream().filter(p -> p.stage() == stage).count());
        }
        assertThat(slots.oldest())
                .containsExactlyElementsOf(
                        places.stream()
                                .sorted(Comparator.comparing(Place::claim, Claim.BY_AGE))
                                .toList());
        assertThat(slots.line())
                .containsExactlyElementsOf(
                        places.stream()
                                .filter(place -> place.stage() == Stage.AWAITING)
                                .map(Place::claim)
                                .sorted(Claim.IN_LINE)
                                .toList());
        var orphans =
                here.stream()
                        .filter(Run.Waiting.class::isInstance)
                        .map(Run.Dispatched::ticket)
                        .filter(run -> !Deployment.owns(owner(deployment), run.revision()))
                        .map(Ticket::id)
                        .toList();
        index.orphan(deployment, owner(deployment))
                .ifPresentOrElse(
                        run -> assertThat(orphans).contains(run),
                        () -> assertThat(orphans).isEmpty());
    }

    private Run.Dispatched random(DeploymentId deployment) {
        var revision = 1 + random.nextInt(revision(deployment));
        var command = new CommandId("run-" + revision + "-" + random.nextInt(30));
        var id = RunId.requested(deployment, "ada", command, Instant.EPOCH);
        var due = Instant.EPOCH.plusSeconds(random.nextInt(5));
        var slot = random.nextBoolean();
        var limits = TimeLimits.NONE;
        var priority = random.nextInt(3);
        var ticket =
                new Ticket(
                        id,
                        deployment,
                        revision,
                        1,
                        due,
                        priority,
                        limits,
                        slot,
                        false,
                        null,
                        List.of(),
                        0);
        var lease = new Run.Lease(1, Story.RUNNER, new Fence(new UUID(0, 1)));
        return switch (random.nextInt(9)) {
            case 0 -> new Run.Queued(ticket);
            case 1 -> new Run.Late(ticket);
            case 2, 3 -> new Run.AwaitingSlot(ticket);
            case 4 -> new Run.Suspended(ticket);
            case 5 -> new Run.Leased(ticket, lease);
            case 6 -> new Run.Running(ticket, lease, due);
            case 7 -> new Run.Cancelling(ticket, lease, due);
            default -> ended(ticket);
        };
    }

    private static Run.Ended ended(Ticket ticket) {
        return new Run.Ended(ticket, Run.How.COMPLETED, Instant.EPOCH);
    }
}
