package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.DeploymentContext;
import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.commands.domain.views.ViewsDecider;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Answers the commands of clients. */
final class CommandDesk {

    private final int partition;
    private final PartitionState state;
    private final Ledger ledger;
    private final Holders holders;
    private final Clockwork clockwork;
    private final Backfills backfills;
    private final Answers answers;
    private final Post post;
    private final Codecs codecs;
    private final DeploymentDecider deployments;
    private final EndedRuns ended;
    private final EndedRuns trackedEnded;

    CommandDesk(
            int partition,
            PartitionState state,
            Ledger ledger,
            Holders holders,
            Clockwork clockwork,
            Backfills backfills,
            Answers answers,
            Post post,
            Codecs codecs,
            DeploymentDecider deployments,
            EndedRuns ended,
            EndedRuns trackedEnded) {
        this.partition = partition;
        this.state = state;
        this.ledger = ledger;
        this.holders = holders;
        this.clockwork = clockwork;
        this.backfills = backfills;
        this.answers = answers;
        this.post = post;
        this.codecs = codecs;
        this.deployments = deployments;
        this.ended = ended;
        this.trackedEnded = trackedEnded;
    }

    void take(Inbound record, CommandHeader header, Command command, long clock) {
        var now = ledger.now(clock);
        var keys = AnswerKeys.of(command, root(command), header.actor(), header.id());
        var digest = Digests.ofBody(record.value());
        if (header.dryRun()) {
            post.reply(header, tried(header, digest, command, clock), clock);
            return;
        }
        var known = answers.find(keys.getFirst());
        if (known != null) {
            post.reply(header, again(known, digest), clock);
            return;
        }
        var reply = answer(header, digest, command, clock);
        switch (reply) {
            case Rejected refusal -> {
                keep(record, header, command, refusal, now);
                // What was never decided may be asked again under the same id.
                if (isFinal(refusal)) {
                    remember(keys, new Stored.Answer(now, digest, reply));
                }
            }
            case Accepted _, Reply.Leased _ ->
                    remember(keys, new Stored.Answer(now, digest, reply));
        }
        post.reply(header, reply, clock);
    }

    /** What would become of it: decided as it would be, and then neither written nor remembered. */
    private Reply tried(CommandHeader header, String digest, Command command, long clock) {
        var unmet = unmet(header, command, clock);
        if (unmet != null) {
            return unmet;
        }
        return switch (command) {
            case PutDeployment c -> {
                var deployment = state.deployment(c.target()).state();
                var asked = new Asked(ledger.now(clock), header.actor(), header.id());
                var weighed =
                        ledger.weigh(
                                c.target(),
                                cause(header, digest),
                                _ -> deployments.decide(deployment, context(c.target()), c, asked),
                                clock);
                yield switch (weighed) {
                    case Ledger.Settled.Refused refused -> refused.refusal();
                    case Ledger.Settled.Done done ->
                            Acceptance.of(done.entries())
                                    .map(answer -> asItIs(c, answer.effect(), answer.changed()))
                                    .orElseGet(() -> asItIs(c, Effect.UNCHANGED, List.of()));
                };
            }
            case DeploymentCommand _, RunCommand _, ViewsCommand _ ->
                    Refusal.INVALID_REQUEST.because(
                            "Only the putting of a deployment can be tried; nothing was done.");
        };
    }

    private Reply.@Nullable Rejected unmet(CommandHeader header, Command command, long clock) {
        var deadline = header.deadline();
        if (deadline != null && deadline.isBefore(ledger.now(clock))) {
            return Refusal.DEADLINE_PASSED.because(
                    "The command was met after its deadline and was not done; ask again.");
        }
        var expected = header.expectedVersion();
        return expected == null
                ? null
                : Expectation.unmet(expected, version(command), isThere(command));
    }

    private static Cause cause(CommandHeader header, String digest) {
        var origin = new Origin(header.id(), digest);
        return new Cause(header.actor(), origin, null, header.reason(), header.traceparent());
    }

    private void remember(List<Bytes> keys, Stored.Answer answer) {
        keys.forEach(key -> answers.remember(key, answer));
    }

    private Reply answer(CommandHeader header, String digest, Command command, long clock) {
        var unmet = unmet(header, command, clock);
        if (unmet != null) {
            return unmet;
        }
        var cause = cause(header, digest);
        return switch (command) {
            case DeploymentCommand c -> {
                var deployment = state.deployment(c.target()).state();
                Function<Instant, Decision> decider =
                        at ->
                                deployments.decide(
                                        deployment,
                                        context(c.target()),
                                        c,
                                        new Asked(at, header.actor(), header.id()));
                if (canStopSchedules(c)) {
                    clockwork.ring(
                            deployment,
                            () ->
                                    after(
                                            deployment,
                                            ledger.weigh(c.target(), cause, decider, clock)),
                            clock);
                }
                yield settle(c.target(), c, cause, decider, clock);
            }
            case CancelRun c -> {
                var before = state.run(c.run()).state();
                var reply = act(c, new RunAction.Cancel(), ended, cause, clock);
                // Asked again while it is being cancelled: the first signal may have been lost.
                if (before instanceof Run.Cancelling cancelling) {
                    holders.cancel(cancelling, clock);
                }
                yield reply;
            }
            case PauseRun c -> act(c, new RunAction.Pause(), ended, cause, clock);
            case ResumeRun c -> act(c, new RunAction.Resume(), ended, cause, clock);
            case RetryRun c -> act(c, new RunAction.Retry(), ended, cause, clock);
            case RerunRun c -> {
                var asked = new Asked(ledger.now(clock), header.actor(), header.id());
                yield act(c, new RunAction.Rerun(c, asked), ended, cause, clock);
            }
            case TrackRun c -> track(c, cause, clock);
            case ChangeTracked c -> act(c, new RunAction.Change(c), trackedEnded, cause, clock);
            case FinishTracked c -> act(c, new RunAction.Finish(c), trackedEnded, cause, clock);
            case ViewsCommand c -> {
                var views = state.views().state();
                yield settle(c.target(), c, cause, _ -> ViewsDecider.decide(views, c), clock);
            }
        };
    }

    private Reply track(TrackRun command, Cause cause, long clock) {
        var run = StoredRun.of(command.run(), state);
        var owner = command.tracked().deployment();
        var deployment = owner == null ? Deployment.ABSENT : state.deployment(owner).state();
        return settle(
                owner(command),
                command,
                cause,
                at -> run.decide(new RunAction.Track(command, deployment), at),
                clock);
    }

    /**
     * @param past where it may have been, and be forgotten
     */
    private Reply act(
            RunCommand command, RunAction action, EndedRuns past, Cause cause, long clock) {
        var stored = StoredRun.of(command.run(), state);
        return switch (stored.run()) {
            case Run.Absent _ -> absent(command.run(), past, ledger.now(clock));
            case Run.Known run ->
                    settle(run.root(), command, cause, at -> stored.decide(action, at), clock);
        };
    }

    /** The deployment that it names, or the run itself: all its events have this key. */
    static RootId owner(TrackRun command) {
        var deployment = command.tracked().deployment();
        return deployment == null ? command.run() : deployment;
    }

    private static Deployment after(Deployment before, Ledger.Settled change) {
        return switch (change) {
            case Ledger.Settled.Refused _ -> before;
            case Ledger.Settled.Done done ->
                    Deployment.after(
                            before, done.entries().stream().map(Appender.Entry::event).toList());
        };
    }

    private static boolean canStopSchedules(DeploymentCommand command) {
        return switch (command) {
            case PutDeployment _, RollBackDeployment _, PauseDeployment _, DeleteDeployment _ ->
                    true;
            case ResumeDeployment _, RequestRun _, BackfillSchedule _, CancelBackfill _ -> false;
        };
    }

    /** An id says how old its run would be, and only one that is old enough can be archived. */
    private static Rejected absent(RunId run, EndedRuns past, Instant now) {
        return past.mayHaveForgotten(run, now)
                ? Refusal.RUN_ARCHIVED.because(
                        "The run ended long ago and can't be changed; ask for a new one.")
                : Refusal.RUN_NOT_FOUND.because("There is no such run; check its id.");
    }

    private Reply settle(
            RootId root,
            Command command,
            Cause cause,
            Function<Instant, Decision> decider,
            long clock) {
        return switch (ledger.settle(root, cause, decider, clock)) {
            case Ledger.Settled.Refused refused -> refused.refusal();
            case Ledger.Settled.Done done ->
                    Acceptance.of(done.entries())
                            .orElseGet(() -> asItIs(command, Effect.UNCHANGED, List.of()));
        };
    }

    /** An answer that no event led to. */
    private Accepted asItIs(Command command, Effect effect, List<String> changed) {
        return new Accepted(
                effect,
                command.target().value(),
                version(command),
                partition,
                state.logEnd().sequence(),
                changed);
    }

    private static Reply again(Stored.Answer known, String digest) {
        return known.digest().equals(digest)
                ? known.reply()
                : Refusal.COMMAND_ID_REUSED.because(
                        "This idempotency key was used for another command; make a new one.");
    }

    private void keep(
            Inbound record, CommandHeader header, Command command, Rejected refusal, Instant now) {
        var type = codecs.commands().name(command);
        post.refused(root(command).key(), header, type, command.toString(), refusal, now);
        if (refusal.code().equals(Refusal.INTERNAL.name())) {
            post.deadLetter(record, refusal.message(), now.toEpochMilli());
        }
    }

    private static boolean isFinal(Rejected refusal) {
        return !refusal.code().equals(Refusal.DEADLINE_PASSED.name())
                && !refusal.code().equals(Refusal.INTERNAL.name());
    }

    private RootId root(Command command) {
        return switch (command) {
            case DeploymentCommand c -> c.target();
            case TrackRun c -> owner(c);
            case RunCommand c -> root(c.run());
            case ViewsCommand c -> c.target();
        };
    }

    private RootId root(RunId run) {
        return switch (state.run(run).state()) {
            case Run.Known known -> known.root();
            case Run.Absent _ -> run;
        };
    }

    /** What was deleted has a version still and is not there. */
    private boolean isThere(Command command) {
        return switch (command) {
            case DeploymentCommand c ->
                    switch (state.deployment(c.target()).state()) {
                        case Deployment.Absent _, Deployment.Deleted _ -> false;
                        case Deployment.Live _ -> true;
                    };
            case RunCommand _, ViewsCommand _ -> version(command) > 0;
        };
    }

    private long version(Command command) {
        return switch (command) {
            case DeploymentCommand c -> state.deployment(c.target()).version();
            case RunCommand c -> state.run(c.run()).version();
            case ViewsCommand _ -> state.views().version();
        };
    }

    private DeploymentContext context(DeploymentId id) {
        return new DeploymentContext() {
            @Override
            public Slots slots() {
                return state.slots().of(id);
            }

            @Override
            public List<Backfill.UnderWay> backfills() {
                return backfills.of(id);
            }

            @Override
            public Optional<DeploymentDocument> document(int revision) {
                return state.document(id, revision);
            }
        };
    }
}
