package dev.orrery.commands.domain;

import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
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
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What no history may break, judged by the events alone: a model of its own, which shares no code
 * with the domain.
 */
final class Promises {

    private final Map<RunId, Fence> holders = new HashMap<>();
    private final Map<RunId, Fence> processes = new HashMap<>();
    private final Set<RunId> late = new HashSet<>();
    private final Set<RunId> paused = new HashSet<>();
    private final Map<RunId, Integer> attempts = new HashMap<>();
    private final Map<RunId, Optional<RetryPolicy>> policies = new HashMap<>();
    private final Set<RunId> ended = new HashSet<>();
    private final Set<RunId> taken = new HashSet<>();
    private final Map<ScheduleId, Instant> next = new HashMap<>();
    private final Map<ScheduleId, Instant> latest = new HashMap<>();
    private final Map<RunId, Instant> fired = new HashMap<>();
    private final Map<RunId, Instant> nominals = new HashMap<>();
    private final Map<AggregateId, Long> versions = new HashMap<>();
    private final Map<ScheduleId, Interval> intervals = new HashMap<>();
    private final SlotPromises slots = new SlotPromises();
    private int revision;

    void keep(Event event, Instant now) {
        assertThat(event.subject().affinity()).isEqualTo(DEPLOYMENT.affinity());
        versions.merge(event.subject(), 1L, Long::sum);
        if (event instanceof DeploymentEvent e) {
            slots.keep(e);
        }
        switch (event) {
            case DeploymentCreated e -> revised(e.revision(), e.document());
            case DeploymentUpdated e -> {
                revised(e.revision(), e.document());
                assertThat(e.changed()).isNotEmpty();
            }
            case DeploymentEvent _, BackfillEvent _, ViewsEvent _ -> {}
            case ScheduleEvent e -> keep(e, now);
            case RunEvent e -> {
                keep(e);
                slots.keep(e, now);
            }
        }
    }

    private void revised(int number, DeploymentDocument document) {
        assertThat(number).isEqualTo(++revision);
        intervals.clear();
        for (var schedule : document.schedules()) {
            intervals.put(
                    ScheduleId.of(DEPLOYMENT, schedule.name()),
                    requireNonNull(schedule.interval()));
        }
    }

    /** Each nominal time is fired or skipped once, in order, from the one that was announced. */
    private void keep(ScheduleEvent event, Instant now) {
        switch (event) {
            case ScheduleStarted e -> {
                var interval = requireNonNull(intervals.get(e.schedule()));
                assertThat(e.next()).isAfter(now);
                boolean first = !e.next().minusSeconds(interval.seconds()).isAfter(now);
                assertThat(first || e.next().equals(interval.anchor())).isTrue();
                next.put(e.schedule(), e.next());
            }
            case ScheduleFired e -> {
                assertThat(e.nominal()).isEqualTo(next.get(e.schedule())).isBeforeOrEqualTo(now);
                onTheRule(requireNonNull(intervals.get(e.schedule())), e);
                passed(e.schedule(), e.nominal());
                next.put(e.schedule(), e.next());
                fired.put(e.run(), e.nominal());
            }
            case ScheduleSkipped e -> {
                assertThat(e.first()).isEqualTo(next.get(e.schedule()));
                assertThat(e.count()).isPositive();
                long every = e.next().toEpochMilli() - e.last().toEpochMilli();
                assertThat(e.first().plusMillis(every * (e.count() - 1))).isEqualTo(e.last());
                passed(e.schedule(), e.last());
                next.put(e.schedule(), e.next());
            }
            case ScheduleStopped e -> assertThat(next.remove(e.schedule())).isNotNull();
        }
    }

    private static void onTheRule(Interval interval, ScheduleFired fired) {
        var phase = Duration.between(requireNonNull(interval.anchor()), fired.nominal());
        assertThat(phase.toMillis() % (interval.seconds() * 1_000)).isZero();
        assertThat(fired.next()).isEqualTo(fired.nominal().plusSeconds(interval.seconds()));
    }

    private void passed(ScheduleId schedule, Instant nominal) {
        var before = latest.put(schedule, nominal);
        assertThat(nominal).isAfter(before == null ? Instant.MIN : before);
    }

    /**
     * A run has one holder at most, and when it has ended nothing more happens to it, unless
     * somebody wants it to be attempted once more.
     */
    private void keep(RunEvent event) {
        var run = event.run();
        boolean again = event instanceof RunRetryScheduled;
        assertThat(again || !ended.contains(run)).isTrue();
        boolean begins = event instanceof RunRequested || event instanceof RunTracked;
        assertThat(attempts.containsKey(run)).isNotEqualTo(begins);
        boolean ofProcess = event instanceof RunTracked || processes.containsKey(run);
        switch (event) {
            case RunRequested e -> {
                attempts.put(run, 1);
                policies.put(run, Optional.ofNullable(e.specification().retry()));
                var first = e.cause().rerunOf();
                var nominal = first == null ? fired.get(run) : nominals.get(first);
                assertThat(e.cause().nominal()).isEqualTo(nominal);
                if (nominal != null) {
                    nominals.put(run, nominal);
                }
            }
            case RunTracked e -> {
                attempts.put(run, 1);
                processes.put(run, e.tracked().fence());
            }
            case TrackedRunChanged _ -> assertThat(ofProcess).isTrue();
            case TrackedRunEnded _ -> {
                assertThat(ofProcess).isTrue();
                ended.add(run);
            }
            case RunLate _ -> {
                assertThat(ofProcess || holders.containsKey(run) || paused.contains(run)).isFalse();
                assertThat(late.add(run)).isTrue();
            }
            case RunAdmitted _, RunAwaitsSlot _ -> {
                assertThat(ofProcess || holders.containsKey(run)).isFalse();
                late.remove(run);
            }
            case RunPaused _ -> {
                assertThat(ofProcess).isFalse();
                assertThat(paused.add(run)).isTrue();
                late.remove(run);
            }
            case RunResumed _ -> assertThat(paused.remove(run)).isTrue();
            case RunRetryScheduled e -> {
                assertThat(ofProcess).isFalse();
                attemptAgain(e);
            }
            case RunLeased e -> {
                assertThat(paused).doesNotContain(run);
                assertThat(e.attempt()).isEqualTo(attempts.get(run));
                assertThat(holders.put(run, e.fence())).isNull();
                taken.add(run);
            }
            case RunStarted e -> {
                assertThat(holders).containsKey(run);
                assertThat(e.attempt()).isEqualTo(attempts.get(run));
            }
            case RunCancelRequested _ -> {
                assertThat(holders).containsKey(run);
                paused.remove(run);
            }
            case RunReturned _ -> {
                release(run);
                taken.remove(run);
            }
            case RunLeaseExpired _ -> release(run);
            case RunCompleted _ -> {
                assertThat(holders.remove(run)).isNotNull();
                end(run);
            }
            case RunFailed e -> {
                boolean waited = e.kind() == FailureKind.QUEUE_TIMED_OUT;
                assertThat(waited && (holders.containsKey(run) || paused.contains(run))).isFalse();
                end(run);
            }
            case RunCrashed _, RunCancelled _ -> end(run);
        }
    }

    private void release(RunId run) {
        assertThat(holders.remove(run)).isNotNull();
        late.remove(run);
        paused.remove(run);
    }

    private void end(RunId run) {
        holders.remove(run);
        paused.remove(run);
        ended.add(run);
    }

    /**
     * Attempts that somebody held count up by one; by itself a run has no more of them than its
     * policy says.
     */
    private void attemptAgain(RunRetryScheduled event) {
        var run = event.run();
        int followed = requireNonNull(attempts.get(run));
        assertThat(event.attempt()).isEqualTo(taken.remove(run) ? followed + 1 : followed);
        attempts.put(run, event.attempt());
        var failure = event.failure();
        assertThat(failure == null).isEqualTo(ended.remove(run));
        if (failure != null) {
            var policy = requireNonNull(policies.get(run)).orElseThrow();
            assertThat(event.attempt()).isLessThanOrEqualTo(policy.attempts());
            assertThat(policy.on()).contains(failure.cause());
        }
        holders.remove(run);
        late.remove(run);
        paused.remove(run);
    }

    /** Only the holder's word changes a run, or that of whoever wants to become it. */
    void mayChange(RunId run, Report.OfRun report) {
        switch (report) {
            case LeaseRun _ -> assertThat(holders).doesNotContainKey(run);
            case StartRun _, FinishRun _, ReturnRun _ ->
                    assertThat(report.fence()).isEqualTo(holders.get(run));
        }
    }

    /** What the domain believes is what the events say. */
    void hold(World world) {
        assertThat(world.versions()).isEqualTo(versions);
        world.runs().forEach(this::hold);
        slots.hold(world);
        world.schedules().forEach(this::hold);
        boolean paced =
                world.deployment() instanceof Deployment.Live live
                        && live.pace() == Deployment.Pace.SCHEDULED;
        assertThat(paced || next.isEmpty()).isTrue();
    }

    /** Whether the limit lets one more run have a slot. */
    boolean hasRoom() {
        return slots.hasRoom();
    }

    /** A slot that is free is free for somebody only when nobody waits for one. */
    void noneAwaitsInVain() {
        slots.noneAwaitsInVain();
    }

    private void hold(RunId id, Run run) {
        switch (run) {
            case Run.Absent _ -> throw new AssertionError("an event makes a run known");
            case Run.AwaitingSlot _ ->
                    assertThat(ended.contains(id) || holders.containsKey(id)).isFalse();
            case Run.Suspended _ -> {
                assertThat(ended.contains(id) || holders.containsKey(id)).isFalse();
                assertThat(paused).contains(id);
            }
            case Run.Queued _ -> {
                assertThat(ended.contains(id) || holders.containsKey(id)).isFalse();
                assertThat(late).doesNotContain(id);
            }
            case Run.Late _ -> {
                assertThat(ended.contains(id) || holders.containsKey(id)).isFalse();
                assertThat(late).contains(id);
            }
            case Run.Held held -> {
                assertThat(held.lease().fence()).isEqualTo(requireNonNull(holders.get(id)));
                assertThat(held.lease().attempt()).isEqualTo(attempts.get(id));
                assertThat(held instanceof Run.Paused).isEqualTo(paused.contains(id));
            }
            case Run.Ended _ -> assertThat(ended).contains(id);
            case Run.Tracked tracked -> {
                assertThat(tracked.fence()).isEqualTo(processes.get(id));
                assertThat(ended).doesNotContain(id);
            }
            case Run.TrackedEnded tracked -> {
                assertThat(tracked.fence()).isEqualTo(processes.get(id));
                assertThat(ended).contains(id);
            }
        }
    }

    private void hold(ScheduleId id, Schedule schedule) {
        switch (schedule) {
            case Schedule.Stopped _ -> assertThat(next).doesNotContainKey(id);
            case Schedule.Waiting waiting -> assertThat(waiting.next()).isEqualTo(next.get(id));
        }
    }

    /** After a timer has rung, no nominal time that has come is left. */
    void caughtUp(Schedule schedule, Instant now) {
        switch (schedule) {
            case Schedule.Stopped _ -> {}
            case Schedule.Waiting waiting -> assertThat(waiting.next()).isAfter(now);
        }
    }
}
