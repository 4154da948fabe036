package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.Heartbeat.LeaseDue;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.RunnerGone;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import java.util.UUID;

/** Hears the runners. Their reports need no memory of ids: the fence makes them idempotent. */
final class ReportDesk {

    private final int partition;
    private final int leaseMillis;
    private final PartitionState state;
    private final Ledger ledger;
    private final Leases leases;
    private final Holders holders;
    private final Liveness liveness;
    private final Post post;

    ReportDesk(
            int partition,
            int leaseMillis,
            PartitionState state,
            Ledger ledger,
            Leases leases,
            Holders holders,
            Liveness liveness,
            Post post) {
        this.partition = partition;
        this.leaseMillis = leaseMillis;
        this.state = state;
        this.ledger = ledger;
        this.leases = leases;
        this.holders = holders;
        this.liveness = liveness;
        this.post = post;
    }

    void take(CommandHeader header, Report report, long clock) {
        switch (report) {
            case Report.OfRun r -> post.reply(header, answer(r, clock), clock);
            case StartRunner r -> {
                begin(r, clock);
                liveness.hear(r.runner(), r.host(), r.pools(), clock);
                post.reply(header, unchanged(new UUID(0, 0), 0), clock);
            }
        }
    }

    void take(Heartbeat heartbeat, long clock) {
        switch (heartbeat) {
            case LeaseRenewed h -> holders.renew(h, clock);
            case RunnerPresent h -> liveness.hear(h.runner(), h.host(), h.pools(), clock);
            case RunnerGone h -> liveness.leave(h.runner());
            case LeaseDue h -> {
                if (leases.isLost(h.run(), h.fence(), h.number())) {
                    lose(
                            h.run(),
                            h.fence(),
                            "Nothing was heard of the runner for the length of its lease.",
                            clock);
                }
            }
        }
    }

    private Reply answer(Report.OfRun report, long clock) {
        var stored = state.run(report.run());
        return switch (stored.state()) {
            case Run.Absent _ -> Refusal.RUN_NOT_FOUND.because("There is no such run.");
            case Run.Known run -> {
                var cause = Cause.of(actor(report, run), event(stored));
                var action = new RunAction.Reported(report);
                var context = StoredRun.of(report.run(), state);
                var settled =
                        ledger.settle(run.root(), cause, at -> context.decide(action, at), clock);
                // The runner goes on with what was to end: the first signal may have been lost.
                if (run instanceof Run.Cancelling cancelling) {
                    holders.remindOfCancel(cancelling, report, clock);
                }
                yield switch (settled) {
                    case Ledger.Settled.Refused refused -> refused.refusal();
                    case Ledger.Settled.Done done ->
                            report instanceof LeaseRun
                                    ? grant(report.run())
                                    : Acceptance.of(done.entries())
                                            .orElseGet(() ->
                                                    unchanged(
                                                            report.run().value(),
                                                            stored.version()));
                };
            }
        };
    }

    private Reply grant(RunId id) {
        var work = state.work(id);
        return switch (state.run(id).state()) {
            case Run.Held held ->
                    new Reply.Leased(
                            id,
                            held.deployment(),
                            work.flow(),
                            held.lease().attempt(),
                            work.scheduledTime(),
                            leaseMillis,
                            work.specification());
            // It was found that it has to wait for a slot.
            case Run.Waiting _ ->
                    Refusal.NOT_QUEUED.because("The run waits for a slot of its deployment.");
            // It was found that it has to end.
            case Run.Ended _ ->
                    Refusal.NOT_QUEUED.because("The deployment of the run was deleted.");
            case Run.Absent _, Run.ByProcess _ ->
                    throw new IllegalStateException("a lease was granted and nobody holds " + id);
        };
    }

    /** A runner that begins a new life holds nothing; what its last life held has crashed. */
    private void begin(StartRunner report, long clock) {
        for (var held : leases.heldByAnotherLifeOf(report.runner())) {
            lose(
                    held.id(),
                    held.lease().fence(),
                    "The runner was restarted while the run was executing.",
                    clock);
        }
    }

    private void lose(RunId id, Fence fence, String message, long clock) {
        var stored = state.run(id);
        switch (stored.state()) {
            case Run.Absent _ -> {}
            case Run.Known run ->
                    ledger.settle(
                            run.root(),
                            Cause.of(Cause.CLOCK, event(stored)),
                            at -> StoredRun.of(id, state).decide(new LoseLease(fence, message), at),
                            clock);
        }
    }

    private EventId event(Stored.OfRun stored) {
        return new EventId(partition, stored.sequence());
    }

    private Accepted unchanged(UUID subject, long version) {
        return new Accepted(
                Effect.UNCHANGED, subject, version, partition, state.logEnd().sequence());
    }

    private static String actor(Report.OfRun report, Run.Known run) {
        if (report instanceof LeaseRun lease) {
            return "runner:" + lease.runner().name();
        }
        return switch (run) {
            case Run.Held held -> "runner:" + held.lease().runner().name();
            case Run.Waiting _, Run.Ended _, Run.ByProcess _ -> "runner";
        };
    }
}
