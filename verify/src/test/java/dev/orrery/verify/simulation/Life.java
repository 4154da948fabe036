package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the events say of one run. */
final class Life {

    /**
     * Who holds it.
     *
     * @param runner who
     * @param fence of the lease
     * @param grantedNanos since when, by the clock that only goes on
     */
    record Holder(RunnerId runner, Fence fence, long grantedNanos) {}

    /** The oldest first. */
    static final Comparator<Life> BY_AGE =
            Comparator.<Life, Instant>comparing(life -> life.scheduledFor)
                    .thenComparing(life -> life.run);

    /** As slots are given. */
    static final Comparator<Life> IN_LINE =
            Comparator.<Life>comparingInt(life -> -life.priority).thenComparing(BY_AGE);

    /** What is given back is announced so much later at most. */
    private static final Duration RETURNED_PAUSE_MAX = Duration.ofSeconds(60);

    /** What has changed so often and is given back is announced later than it is late. */
    private static final int EVENTS_MAX = 14;

    final RunId run;
    final @Nullable DeploymentId deployment;
    final @Nullable Fence process;
    private final @Nullable RunSpecification work;
    private final @Nullable Instant nominal;
    Instant scheduledFor;
    int attempt = 1;
    @Nullable Holder holder;
    private boolean taken;
    boolean completed;
    boolean returned;
    boolean started;
    private Instant cancelledAt = Instant.EPOCH;
    private Instant runsSince = Instant.EPOCH;
    private Duration ran = Duration.ZERO;
    boolean cancelling;
    boolean paused;
    boolean late;
    boolean ended;
    Instant endedAt = Instant.EPOCH;
    long expiredBy;
    long readyNanos;
    private final int revision;
    private final int priority;
    private final long requestedIn;
    private final boolean isBackfilled;
    private boolean fresh;
    private boolean cameDue;
    private Instant readyWall = Instant.EPOCH;
    private int expiredAttempt;
    private long announcedNanos = -1;
    private int events;
    private boolean expiredPaused;
    private long pausedThrough = -1;

    Life(RunRequested event, Instant at, Task.Pending pending) {
        run = event.run();
        priority = event.priority();
        requestedIn = pending.work();
        fresh = event.scheduledFor().isAfter(at) && event.cause().backfill() == null;
        isBackfilled = event.cause().backfill() != null;
        deployment = event.deployment();
        process = null;
        work = event.specification();
        nominal = event.cause().nominal();
        revision = event.revision();
        // What a schedule makes up for waits from now on, and not since its time.
        scheduledFor = event.scheduledFor().isBefore(at) ? at : event.scheduledFor();
        ready(pending.record().nanos(), pending.wall());
    }

    Life(RunTracked event) {
        run = event.run();
        priority = 0;
        requestedIn = 0;
        isBackfilled = false;
        deployment = event.deployment();
        process = event.tracked().fence();
        work = null;
        nominal = null;
        revision = 0;
        scheduledFor = event.tracked().startedAt();
    }

    DeploymentId owner() {
        return Objects.requireNonNull(deployment);
    }

    @Nullable RunSpecification work() {
        return work;
    }

    @Nullable Instant nominal() {
        return nominal;
    }

    void announced(long nanos) {
        announcedNanos = nanos;
        cameDue = true;
    }

    /** Who says that nobody leased it must have said that it is there. */
    void requireAnnounced(RunEvent event) {
        var somewhere = work != null && RunPromises.host(work.code()) != null;
        require(
                somewhere || events > EVENTS_MAX || announcedNanos >= readyNanos,
                "what is late was announced: %s, %s",
                event,
                this);
    }

    /** Whether its holder shows that it does not know what it is to do. */
    boolean isUnaware(LeaseRenewed renewed) {
        if (ended || holder == null || !holder.fence().equals(renewed.fence())) {
            return false;
        }
        return cancelling
                || (paused && renewed.pace() == Pace.GOES_ON)
                || (started && !paused && renewed.pace() == Pace.STANDS_STILL);
    }

    /** Something happened to it. */
    void count() {
        events++;
    }

    int revision() {
        return revision;
    }

    /** Whether its deployment has still to be asked what it does with it. */
    boolean isFresh() {
        return fresh && !cameDue;
    }

    /** Whether its deployment's policy is asked in a piece of work: it comes new. */
    boolean isNew(long work) {
        return isFresh() || (requestedIn == work && !isBackfilled);
    }

    /** Something became of it. */
    void known() {
        fresh = false;
    }

    /** It begins to wait for a runner. */
    void ready(long nanos, Instant wall) {
        readyNanos = nanos;
        readyWall = wall;
        returned = false;
    }

    /** Timers count from what the clock shows now, and what came due may be for later again. */
    void clockWentBack(Instant wall) {
        cameDue = cameDue && !wall.isBefore(scheduledFor);
        readyWall = readyWall.isBefore(wall) ? readyWall : wall;
    }

    void start(Instant at) {
        started = true;
        runsSince = at;
        ran = Duration.ZERO;
    }

    /** Its runner is told to end it. */
    void cancel(RunEvent event, Instant at) {
        require(!cancelling, "it is told to end once: %s", event);
        cancelling = true;
        cancelledAt = at;
    }

    /** Its work stands still, and the time that it may take with it. */
    void pause(Instant at) {
        if (started) {
            ran = ran(at);
        }
        paused = true;
        late = false;
    }

    void resume(Instant at) {
        paused = false;
        if (started) {
            runsSince = at;
        } else if (scheduledFor.isBefore(at)) {
            scheduledFor = at;
        }
    }

    private Duration ran(Instant at) {
        return paused ? ran : ran.plus(Duration.between(runsSince, at));
    }

    int expiredAttempt() {
        return expiredAttempt;
    }

    void requireWaiting(RunEvent event) {
        require(
                holder == null && process == null && !ended,
                "nobody holds what waits: %s, %s",
                event,
                this);
    }

    /** Its work is done. */
    void complete(RunEvent event) {
        requireHeld(event);
        completed = true;
    }

    void requireHeld(RunEvent event) {
        require(holder != null, "somebody holds it: %s, %s", event, this);
    }

    void hold(Holder by) {
        holder = by;
        taken = true;
        late = false;
    }

    /** The attempt did not begin; the next one has its number. */
    void giveBack() {
        release();
        taken = false;
    }

    void expire(long work) {
        expiredBy = work;
        expiredAttempt = attempt;
        release();
    }

    /** The number of the attempt that follows: what nobody held was none. */
    int following() {
        return taken ? attempt + 1 : attempt;
    }

    private void release() {
        expiredPaused = paused;
        holder = null;
        started = false;
        late = false;
        paused = false;
    }

    /** Whether it was paused when that piece of work ended its attempt. */
    boolean pausedThrough(long work) {
        return pausedThrough == work;
    }

    void again(RunRetryScheduled event, long work) {
        if (paused || expiredPaused) {
            pausedThrough = work;
        }
        release();
        attempt = event.attempt();
        taken = false;
        scheduledFor = event.scheduledFor();
        cancelling = false;
        ended = false;
    }

    void end(Instant at) {
        release();
        ended = true;
        endedAt = at;
        cancelling = false;
    }

    boolean mayRunOn(@Nullable String host) {
        var only = work == null ? null : RunPromises.host(work.code());
        return only == null || only.equals(host);
    }

    /** By the wall clock, whether or not that was set meanwhile; or in truth. */
    boolean hasWaited(Duration length, Instant at, long nanos, Instant wall) {
        var slow = Duration.ofSeconds(5);
        return !scheduledFor.plus(length).isAfter(at)
                || !readyWall.plus(length).isAfter(wall)
                || nanos - readyNanos >= length.minus(slow).toNanos();
    }

    /** Whether runners should have been told that it is there. */
    boolean shouldBeAnnounced(long nanos, Instant wall, Duration slack) {
        var patience = returned ? RETURNED_PAUSE_MAX.plus(slack) : slack;
        return holder == null
                && process == null
                && !ended
                && !paused
                && RunPromises.host(Objects.requireNonNull(work).code()) == null
                && announcedNanos < readyNanos
                && !scheduledFor.isAfter(wall.minus(slack))
                && nanos - readyNanos >= patience.toNanos();
    }

    /** Whether it may not wait any longer; what is paused is to wait. */
    boolean waitedTooLong(Instant at) {
        var seconds = work == null ? null : work.queueTimeoutSeconds();
        return seconds != null
                && holder == null
                && !ended
                && !paused
                && !scheduledFor.plusSeconds(seconds).isAfter(at);
    }

    /** Whether its work goes on for longer than it may, and so much longer. */
    boolean ranTooLong(Instant at, Duration grace) {
        var seconds = work == null ? null : work.timeoutSeconds();
        return started
                && !paused
                && !cancelling
                && seconds != null
                && ran(at).compareTo(grace.plusSeconds(seconds)) >= 0;
    }

    /** Whether it goes on for so much longer than it was told to. */
    boolean isCancelledTooLong(Instant at, Duration grace) {
        return cancelling && holder != null && !cancelledAt.plus(grace).isAfter(at);
    }

    @Override
    public String toString() {
        return "run "
                + run
                + (ended ? " ended" : holder == null ? " waiting" : " held by " + holder)
                + (paused ? ", paused" : "")
                + (cancelling ? ", cancelling" : "")
                + (late ? ", late" : "")
                + ", due "
                + scheduledFor
                + ", attempt "
                + attempt;
    }
}
