package dev.orrery.commands.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What no history may break of a limit, judged by the events alone. */
final class SlotPromises {

    private final Map<RunId, Integer> priorities = new HashMap<>();
    private final Map<RunId, Instant> due = new HashMap<>();
    private final Set<RunId> admitted = new HashSet<>();
    private final Set<RunId> held = new HashSet<>();
    private final Set<RunId> awaiting = new HashSet<>();
    private final Set<RunId> gone = new HashSet<>();
    private @Nullable Integer limit;

    void keep(DeploymentEvent event) {
        switch (event) {
            case DeploymentCreated e -> limit = limit(e.document().concurrency());
            case DeploymentUpdated e -> limit = limit(e.document().concurrency());
            case DeploymentDeleted _ -> {
                limit = null;
                gone.addAll(due.keySet());
                awaiting.clear();
                admitted.clear();
            }
            case DeploymentPaused _, DeploymentResumed _ -> {}
        }
    }

    private static @Nullable Integer limit(@Nullable Concurrency concurrency) {
        return concurrency == null ? null : concurrency.limit();
    }

    void keep(RunEvent event, Instant now) {
        var run = event.run();
        switch (event) {
            case RunRequested e -> {
                priorities.put(run, e.priority());
                due.put(run, e.scheduledFor().isBefore(now) ? now : e.scheduledFor());
            }
            case RunAdmitted _ -> admit(run);
            case RunAwaitsSlot _ -> {
                assertThat(gone).doesNotContain(run);
                admitted.remove(run);
                awaiting.add(run);
            }
            case RunLeased _ -> lease(run);
            case RunReturned _ -> {
                held.remove(run);
                due.put(run, now);
            }
            case RunPaused _ -> {
                if (!held.contains(run)) {
                    leave(run);
                }
            }
            case RunResumed _ -> {
                if (!held.contains(run) && requireNonNull(due.get(run)).isBefore(now)) {
                    due.put(run, now);
                }
            }
            case RunLeaseExpired _ -> {
                leave(run);
                due.put(run, now);
            }
            case RunRetryScheduled e -> {
                assertThat(gone).doesNotContain(run);
                leave(run);
                due.put(run, e.scheduledFor());
            }
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _ -> leave(run);
            case RunStarted _, RunCancelRequested _, RunLate _ -> {}
            case RunTracked _, TrackedRunChanged _, TrackedRunEnded _ -> {}
        }
    }

    /** Never more than there is room for, and nobody before those who were first in line. */
    private void admit(RunId run) {
        awaiting.remove(run);
        assertThat(gone).doesNotContain(run);
        if (limit != null) {
            long ahead = awaiting.stream().filter(other -> isBefore(other, run)).count();
            assertThat(taken().size() + ahead).isLessThan(limit);
        }
        assertThat(admitted.add(run)).isTrue();
    }

    private void lease(RunId run) {
        assertThat(awaiting).doesNotContain(run);
        assertThat(gone).doesNotContain(run);
        held.add(run);
        if (limit != null) {
            assertThat(admitted).contains(run);
            assertThat(held).hasSizeLessThanOrEqualTo(limit);
        }
    }

    private void leave(RunId run) {
        held.remove(run);
        admitted.remove(run);
        awaiting.remove(run);
    }

    private boolean isBefore(RunId one, RunId other) {
        int byPriority = Integer.compare(priority(other), priority(one));
        int byTime = requireNonNull(due.get(one)).compareTo(requireNonNull(due.get(other)));
        int byId = byTime == 0 ? one.compareTo(other) : byTime;
        return (byPriority == 0 ? byId : byPriority) < 0;
    }

    private int priority(RunId run) {
        return requireNonNull(priorities.get(run));
    }

    private Set<RunId> taken() {
        var taken = new HashSet<>(admitted);
        taken.addAll(held);
        return taken;
    }

    /** What the domain believes is what the events say. */
    void hold(World world) {
        assertThat(world.slots().taken()).isEqualTo(taken().size());
        assertThat(world.slots().line().map(Claim::run)).hasSameElementsAs(awaiting);
    }

    boolean hasRoom() {
        return limit == null || taken().size() < limit;
    }

    void noneAwaitsInVain() {
        assertThat(awaiting.isEmpty() || !hasRoom()).isTrue();
    }
}
