package dev.orrery.verify.simulation;

import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import dev.orrery.schemas.signal.RunReady;
import org.jspecify.annotations.Nullable;

/** One run that a runner has, from the announcement to the last answer. */
final class Work {

    private static final long AGAIN_NANOS = 2 * Time.SECOND;
    private static final int TRIES_MAX = 4;
    private static final int RENEWALS_PER_LEASE = 3;

    private enum Stage {
        ASKING,
        WORKING,
        STANDING,
        SAYING
    }

    private final Runner runner;
    private final Dice dice;
    private final RunReady ready;
    private final Fence fence;
    private final long askedAt;
    private Stage stage = Stage.ASKING;
    private Report.@Nullable OfRun last;
    private long sayAt;
    private int tries;
    private long leaseEnd = Long.MAX_VALUE;
    private long leaseNanos;
    private long renewAt = Long.MAX_VALUE;
    private long doneAt = Long.MAX_VALUE;
    private long leftNanos;

    Work(Runner runner, Dice dice, RunReady ready, long now) {
        this.runner = runner;
        this.dice = dice;
        this.ready = ready;
        this.fence = dice.fence();
        this.askedAt = now;
        this.sayAt = now;
    }

    RunId run() {
        return ready.run();
    }

    Fence fence() {
        return fence;
    }

    long wakeAt() {
        return switch (stage) {
            case ASKING -> sayAt;
            case WORKING -> Math.min(Math.min(doneAt, sayAt), Math.min(renewAt, leaseEnd));
            case STANDING -> Math.min(renewAt, leaseEnd);
            case SAYING -> Math.min(sayAt, Math.min(renewAt, leaseEnd));
        };
    }

    void act(long now) {
        if (now >= leaseEnd) {
            lost();
            return;
        }
        if (now >= renewAt) {
            renewAt = now + leaseNanos / RENEWALS_PER_LEASE;
            leaseEnd = now + leaseNanos;
            var pace = stage == Stage.STANDING ? Pace.STANDS_STILL : Pace.GOES_ON;
            runner.beat(this, new LeaseRenewed(run(), fence, pace));
        }
        switch (stage) {
            case ASKING -> {
                if (now >= sayAt) {
                    ask(now);
                }
            }
            case WORKING -> {
                if (now >= doneAt) {
                    insist(new FinishRun(run(), fence, outcome()), now);
                }
            }
            case STANDING -> {}
            case SAYING -> {
                if (now >= sayAt && last != null) {
                    sayAt = now + AGAIN_NANOS;
                    runner.say(this, last);
                }
            }
        }
    }

    private void ask(long now) {
        if (tries++ == TRIES_MAX) {
            // Perhaps it was granted and the answer lost.
            insist(new ReturnRun(run(), fence, "Nobody answered."), now);
            leaseEnd = now + 3 * AGAIN_NANOS;
            return;
        }
        sayAt = now + AGAIN_NANOS;
        runner.say(this, runner.lease(this));
    }

    /** A word that was on its way when the lease was lost arrives all the same. */
    private void lost() {
        if (stage == Stage.WORKING && dice.chance(50)) {
            runner.say(this, new FinishRun(run(), fence, outcome()));
        }
        runner.drop(this);
    }

    private void insist(Report.OfRun report, long now) {
        stage = Stage.SAYING;
        last = report;
        sayAt = now;
        act(now);
    }

    void answered(Reply reply) {
        switch (reply) {
            case Reply.Leased leased -> granted(leased, runner.now());
            case Reply.Accepted _ -> {
                if (stage == Stage.SAYING) {
                    runner.drop(this);
                }
            }
            case Reply.Rejected _ -> runner.drop(this);
        }
    }

    private void granted(Reply.Leased leased, long now) {
        if (stage != Stage.ASKING) {
            return;
        }
        leaseNanos = leased.leaseMillis() * Time.MILLI;
        leaseEnd = askedAt + leaseNanos;
        renewAt = askedAt + leaseNanos / RENEWALS_PER_LEASE;
        if (now >= leaseEnd) {
            runner.drop(this);
        } else if (dice.chance(8)) {
            insist(new ReturnRun(run(), fence, "It has no room."), now);
        } else {
            stage = Stage.WORKING;
            sayAt = Long.MAX_VALUE;
            runner.say(this, new StartRun(run(), fence));
            doneAt = now + dice.between(0, dice.chance(20) ? 60 * Time.SECOND : 8 * Time.SECOND);
            var timeout = leased.specification().timeoutSeconds();
            if (timeout == null) {
                if (dice.chance(2)) {
                    doneAt = Long.MAX_VALUE;
                    runner.goesOn(this);
                }
                return;
            }
            // Some runners do not end what runs too long.
            if (dice.chance(75)) {
                doneAt = Math.min(doneAt, now + timeout * Time.SECOND);
            } else if (dice.chance(30)) {
                doneAt = Long.MAX_VALUE;
            }
        }
    }

    void told(Control control) {
        long now = runner.now();
        switch (control) {
            case Control.CancelWork _ -> {
                if (stage == Stage.WORKING || stage == Stage.STANDING) {
                    // What ends by itself just then says how it ended.
                    var end = dice.chance(70) ? new Outcome.Cancelled("As told.") : outcome();
                    insist(new FinishRun(run(), fence, end), now);
                }
            }
            case Control.PauseWork _ -> {
                if (stage == Stage.WORKING) {
                    stage = Stage.STANDING;
                    leftNanos = doneAt == Long.MAX_VALUE ? doneAt : Math.max(0, doneAt - now);
                }
            }
            case Control.ResumeWork _ -> {
                if (stage == Stage.STANDING) {
                    stage = Stage.WORKING;
                    doneAt = leftNanos == Long.MAX_VALUE ? leftNanos : now + leftNanos;
                }
            }
            case Control.AbandonWork _ -> runner.drop(this);
        }
    }

    private Outcome outcome() {
        int roll = dice.below(100);
        if (roll < 55) {
            return new Outcome.Completed(null);
        }
        if (roll < 75) {
            return new Outcome.Failed(FailureKind.EXIT_CODE, 3, "It exited with 3.");
        }
        if (roll < 82) {
            return new Outcome.Failed(FailureKind.TIMED_OUT, null, "It ran too long.");
        }
        return roll < 95 ? new Outcome.Crashed("Gone.") : new Outcome.Cancelled("Stopped.");
    }
}
