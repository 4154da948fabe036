package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.ProcessorSettings;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.FailureKind;
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
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Heartbeat.LeaseDue;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One holder at most, whose word alone changes a run; and one step follows from the other. */
final class RunPromises {

    private static final int RECENT = 12;

    private final ProcessorSettings settings;
    private final DeploymentPromises deployments;
    private final SchedulePromises schedules;
    private final BackfillPromises backfills;
    private final LeasePromises leases;
    private final Map<RunId, Life> lives = new LinkedHashMap<>();
    private final List<RunId> order = new ArrayList<>();
    private final Set<RunId> open = new LinkedHashSet<>();
    private final List<List<Instant>> ends = new ArrayList<>();

    RunPromises(
            ProcessorSettings settings,
            DeploymentPromises deployments,
            SchedulePromises schedules,
            BackfillPromises backfills,
            LeasePromises leases) {
        this.settings = settings;
        this.deployments = deployments;
        this.schedules = schedules;
        this.backfills = backfills;
        this.leases = leases;
        for (int i = 0; i < settings.partitions(); i++) {
            ends.add(new ArrayList<>());
        }
    }

    /** One of the latest runs. */
    @Nullable RunId recent(Dice dice) {
        return order.isEmpty()
                ? null
                : order.get(Math.max(0, order.size() - 1 - dice.below(RECENT)));
    }

    /** Those that have not ended. */
    List<RunId> open() {
        return List.copyOf(open);
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Runners were told that it is ready. */
    void announced(RunId run, long nanos) {
        life(run).announced(nanos);
    }

    void clockWentBack(Instant wall) {
        open.forEach(run -> life(run).clockWentBack(wall));
    }

    boolean isPaused(RunId run) {
        return life(run).paused;
    }

    boolean isLate(RunId run) {
        return life(run).late;
    }

    boolean hasEnded(RunId run) {
        return life(run).ended;
    }

    String describe(RunId run) {
        return life(run).toString();
    }

    void keep(RunEvent event, Instant at, Task.Pending pending) {
        var begins = event instanceof RunRequested || event instanceof RunTracked;
        require(lives.containsKey(event.run()) != begins, "a run begins once: %s", event);
        switch (event) {
            case RunRequested e -> request(e, at, pending);
            case RunTracked e -> begin(new Life(e));
            default -> {
                var life = life(event.run());
                life.count();
                require(
                        !life.ended || event instanceof RunRetryScheduled,
                        "what has ended only begins another attempt: %s",
                        event);
                Words.requireAllowed(life, event, pending, deployments.owns(life));
                Causes.requireAllowed(life, event, pending, deployments);
                change(life, event, at, pending);
                life.known();
            }
        }
    }

    private void request(RunRequested e, Instant at, Task.Pending pending) {
        schedules.requested(e);
        backfills.requested(e, at);
        require(!deployments.isGone(e.deployment()), "no run of what is gone: %s", e);
        var first = e.cause().rerunOf();
        if (first != null
                && pending.cause() != null
                && pending.cause().said() instanceof RerunRun rerun) {
            var other = life(first);
            var work = Objects.requireNonNull(other.work());
            var parameters = rerun.parameters();
            require(
                    e.revision() == other.revision()
                            && e.specification()
                                    .equals(
                                            parameters == null
                                                    ? work
                                                    : work.with(
                                                            deployments
                                                                    .parameters(e.deployment())
                                                                    .overlaidWith(parameters))),
                    "a rerun has the code of the first run: %s",
                    e);
            require(
                    Objects.equals(e.cause().nominal(), other.nominal()),
                    "a rerun is for the nominal time of the first run: %s",
                    e);
        } else {
            require(
                    e.revision() == deployments.revision(e.deployment()),
                    "a new run is of the newest revision: %s",
                    e);
            require(
                    (e.cause().nominal() == null) == (e.cause().schedule() == null),
                    "a nominal time is a schedule's: %s",
                    e);
        }
        if (!e.scheduledFor().isAfter(at)) {
            deployments.requested(e.deployment(), e.run());
        }
        begin(new Life(e, at, pending));
    }

    private void begin(Life life) {
        lives.put(life.run, life);
        open.add(life.run);
        order.add(life.run);
    }

    private void change(Life life, RunEvent event, Instant at, Task.Pending pending) {
        switch (event) {
            case RunRequested _, RunTracked _ -> throw new IllegalStateException("it began");
            case RunAdmitted e -> {
                life.requireWaiting(e);
                require(!life.scheduledFor.isAfter(at), "no slot before it is due: %s", e);
                deployments.admit(life);
                enter(life, pending);
                life.late = false;
                life.ready(pending.record().nanos(), pending.wall());
            }
            case RunAwaitsSlot e -> {
                life.requireWaiting(e);
                require(!life.scheduledFor.isAfter(at), "nobody awaits before: %s", e);
                deployments.await(life);
                enter(life, pending);
                life.late = false;
            }
            case RunLate e -> {
                life.requireWaiting(e);
                require(!life.late, "it is late once: %s", e);
                life.requireAnnounced(e);
                require(
                        life.hasWaited(
                                settings.lateAfter(), at, pending.record().nanos(), pending.wall()),
                        "what is late has waited: %s",
                        e);
                life.late = true;
            }
            case RunLeased e -> lease(life, e, at, pending);
            case RunReturned e -> {
                life.requireHeld(e);
                require(!life.started, "what began is not given back: %s", e);
                life.giveBack();
                life.ready(pending.record().nanos(), pending.wall());
                life.returned = true;
                deployments.putBack(life);
            }
            case RunStarted e -> {
                life.requireHeld(e);
                require(!life.started && life.attempt == e.attempt(), "it starts once: %s", e);
                life.start(at);
            }
            case RunPaused e -> pause(life, e, at);
            case RunResumed e -> {
                require(life.paused, "only what is paused is resumed: %s", e);
                life.resume(at);
                life.ready(pending.record().nanos(), pending.wall());
            }
            case RunCancelRequested e -> {
                life.requireHeld(e);
                life.cancel(e, at);
            }
            case RunLeaseExpired e -> expire(life, e, at, pending);
            case RunRetryScheduled e -> retry(life, e, at, pending);
            case RunCompleted e -> {
                life.complete(e);
                end(life, at);
            }
            case RunFailed e -> {
                require(
                        life.holder != null
                                || life.expiredBy == pending.work()
                                || (e.kind() == FailureKind.QUEUE_TIMED_OUT
                                        && life.waitedTooLong(at)),
                        "who holds it fails: %s",
                        e);
                switch (e.kind()) {
                    case EXIT_CODE, NOT_STARTED -> requireLast(life, RetryOn.FAILED);
                    case TIMED_OUT -> requireLast(life, RetryOn.TIMED_OUT);
                    case QUEUE_TIMED_OUT -> {}
                }
                end(life, at);
            }
            case RunCrashed e -> {
                require(
                        life.holder != null || life.expiredBy == pending.work(),
                        "only what was held crashes: %s",
                        e);
                requireLast(life, RetryOn.CRASHED);
                end(life, at);
            }
            case RunCancelled _, TrackedRunEnded _ -> end(life, at);
            case TrackedRunChanged _ -> {}
        }
    }

    private void enter(Life life, Task.Pending pending) {
        if (life.isNew(pending.work())) {
            deployments.entered(life.owner());
        }
    }

    private void requireLast(Life life, RetryOn how) {
        RetryPromises.requireLast(life, how, deployments.owns(life));
    }

    private void lease(Life life, RunLeased e, Instant at, Task.Pending pending) {
        life.requireWaiting(e);
        require(!life.paused, "nobody leases what is paused: %s", e);
        require(deployments.owns(life), "nobody leases what is of no deployment: %s", e);
        require(!life.scheduledFor.isAfter(at), "nobody leases before: %s", e);
        require(life.attempt == e.attempt(), "attempts go on by one: %s", e);
        deployments.hold(life);
        leases.granted(e.fence());
        life.hold(new Life.Holder(e.runner(), e.fence(), pending.record().nanos()));
    }

    private void pause(Life life, RunPaused e, Instant at) {
        require(!life.paused && life.process == null, "it is paused once: %s", e);
        require(
                life.holder == null || (life.started && !life.cancelling),
                "what begins or is being ended is not paused: %s",
                e);
        life.pause(at);
        if (life.holder == null) {
            deployments.free(life);
        }
    }

    private void expire(Life life, RunLeaseExpired e, Instant at, Task.Pending pending) {
        life.requireHeld(e);
        var holder = Objects.requireNonNull(life.holder);
        var cause = pending.cause();
        if (cause == null) {
            require(
                    life.ranTooLong(at, grace()) || life.isCancelledTooLong(at, grace()),
                    "the clock alone ends only what goes on for too long: %s",
                    e);
        } else if (cause.said() instanceof StartRunner start) {
            require(
                    start.runner().isAnotherLifeOf(holder.runner()),
                    "only another life of the runner gives up its leases: %s",
                    e);
        } else {
            require(cause.topic().equals(Topics.HEARTBEATS), "a marker ends a lease: %s", e);
            var marker = World.CODECS.heartbeats().decode(cause.value());
            require(
                    marker instanceof LeaseDue due && due.fence().equals(holder.fence()),
                    "the marker of the lease ends it: %s by %s",
                    e,
                    marker);
            leases.expires(holder.fence(), holder.grantedNanos(), cause);
        }
        life.expire(pending.work());
        deployments.free(life);
    }

    private void retry(Life life, RunRetryScheduled e, Instant at, Task.Pending pending) {
        RetryPromises.requireFollowing(life, e, at);
        life.again(e, pending.work());
        life.ready(pending.record().nanos(), pending.wall());
        open.add(life.run);
        deployments.free(life);
    }

    private Duration grace() {
        return settings.timeoutGrace();
    }

    private void end(Life life, Instant at) {
        life.end(at);
        if (life.process == null) {
            ends.get(partition(life)).add(at);
        }
        open.remove(life.run);
        backfills.ended(life.run);
        if (life.deployment != null) {
            deployments.free(life);
        }
    }

    /** What is known of a run; nothing where there never was one. */
    @Nullable Life find(RunId run) {
        return lives.get(run);
    }

    Stream<Life> all() {
        return lives.values().stream();
    }

    /**
     * Whether a run that ended may have left the state since: it is long ago, or so many others
     * ended after it, or with it.
     */
    boolean mayBeForgotten(Life life, Instant latestWall) {
        return life.ended
                && (!life.endedAt.plus(settings.endedRunsKept()).isAfter(latestWall)
                        || (life.process == null && endedSince(life) > settings.endedRunsMax()));
    }

    private int endedSince(Life life) {
        var times = ends.get(partition(life));
        int since = 0;
        while (since < times.size()
                && !times.get(times.size() - 1 - since).isBefore(life.endedAt)) {
            since++;
        }
        return since;
    }

    private int partition(Life life) {
        return life.run.affinity().partition(settings.partitions());
    }

    private Life life(RunId run) {
        return Objects.requireNonNull(lives.get(run));
    }

    static @Nullable String host(@Nullable CodeSource code) {
        return code instanceof CodeSource.Host(var host) ? host : null;
    }
}
