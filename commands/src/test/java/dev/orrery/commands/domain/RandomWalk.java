package dev.orrery.commands.domain;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.inactive;
import static dev.orrery.commands.domain.Story.ACTOR;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.delete;
import static dev.orrery.commands.domain.deployment.Deployments.pause;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.resume;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.run.Runs.tracked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Change;
import dev.orrery.commands.domain.run.RunAction.CheckQueueTimeout;
import dev.orrery.commands.domain.run.RunAction.CheckTimeout;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Pause;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.commands.domain.run.RunDecider;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One random history: each step asks something, and checks the promises after it. */
final class RandomWalk {

    private static final List<String> NAMES = List.of("one", "two", "three");

    private final RandomGenerator random;
    private final DocumentRules rules = new DocumentRules(Set.of(DeploymentDocument.DEFAULT_POOL));
    private final DeploymentDecider deployments = new DeploymentDecider(rules);
    private final ScheduleDecider timetable = new ScheduleDecider(rules);
    private final World world = new World();
    private final Promises promises = new Promises();
    private final List<RunId> runs = new ArrayList<>();
    private final List<Recorded> log = new ArrayList<>();
    private Instant now = NOON;
    private int commands;

    private record Recorded(Event event, Instant at) {}

    RandomWalk(RandomGenerator random) {
        this.random = random;
        runs.add(RunId.requested(DEPLOYMENT, ACTOR, new CommandId("never asked"), NOON));
    }

    void step() {
        now = now.plusMillis(random.nextInt(5) == 0 ? random.nextLong(20_000) : 0);
        switch (random.nextInt(10)) {
            case 0 -> ask(decidedPut());
            case 1 -> ask(decided(List.of(pause(), resume(), resume(), delete())));
            case 2 -> ask(requestRun());
            case 3, 4 -> due();
            default -> act();
        }
    }

    /** All that was recorded gives the same state again. */
    void end() {
        callIn();
        var replayed = new World();
        log.forEach(recorded -> replayed.evolve(recorded.event(), recorded.at()));
        assertThat(replayed.deployment()).isEqualTo(world.deployment());
        assertThat(replayed.schedules()).isEqualTo(world.schedules());
        assertThat(replayed.runs()).isEqualTo(world.runs());
    }

    String history() {
        var lines = new StringBuilder();
        log.forEach(recorded ->
                lines.append(recorded.at()).append(' ').append(recorded.event()).append('\n'));
        return lines.toString();
    }

    private void ask(Decision decision) {
        switch (decision) {
            case Decision.Refused _ -> {}
            case Decision.Accepted accepted ->
                    accepted.events()
                            .forEach(event -> {
                                log.add(new Recorded(event, now));
                                world.evolve(event, now);
                                promises.keep(event, now);
                            });
        }
        promises.hold(world);
    }

    private Decision decided(List<? extends DeploymentCommand> choices) {
        return deployments.decide(
                world.deployment(), world.deploymentContext(), pick(choices), asked());
    }

    private Decision decidedPut() {
        return deployments.decide(
                world.deployment(), world.deploymentContext(), randomPut(), asked());
    }

    private Decision requestRun() {
        var parameters = pick(List.of("{}", "{\"name\":\"moon\"}", "[]"));
        var command =
                new RequestRun(
                        DEPLOYMENT,
                        null,
                        Json.parse(parameters),
                        List.of(),
                        null,
                        random.nextInt(4) == 0 ? random.nextLong(30) : null,
                        random.nextInt(3) - 1,
                        null,
                        null,
                        null);
        return deployments.decide(world.deployment(), world.deploymentContext(), command, asked());
    }

    private void due() {
        var schedule = schedule(pick(NAMES));
        ask(timetable.due(world.schedule(schedule), world.deployment(), world.slots(), now));
        promises.caughtUp(world.schedule(schedule), now);
    }

    private void act() {
        if (random.nextInt(20) == 0) {
            runs.add(
                    RunId.requested(DEPLOYMENT, "process", new CommandId("run-" + commands++), now)
                            .asTracked());
        }
        runs.addAll(world.runs().keySet().stream().filter(run -> !runs.contains(run)).toList());
        var run = runs.get(Math.max(0, runs.size() - 1 - random.nextInt(4)));
        act(run, randomAction(run));
    }

    private void act(RunId run, RunAction action) {
        var decision = RunDecider.decide(world.run(run), action, world.context(run), now);
        if (action instanceof Reported(var report)
                && decision instanceof Decision.Accepted(var events)
                && !events.isEmpty()) {
            promises.mayChange(run, report);
        }
        ask(decision);
    }

    /** As time does it: while there is room the next in line is called, and then nobody waits. */
    private void callIn() {
        var next = world.slots().line().map(Claim::run).findFirst();
        while (next.isPresent() && promises.hasRoom()) {
            act(next.get(), new Due());
            var after = world.slots().line().map(Claim::run).findFirst();
            assertThat(after).isNotEqualTo(next);
            next = after;
        }
        promises.noneAwaitsInVain();
    }

    private PutDeployment randomPut() {
        var schedules = new ArrayList<ScheduleDocument>();
        for (var name : NAMES) {
            var anchor = pick(List.of(NOON, NOON.plusSeconds(25), NOON.minusMillis(700)));
            var each = every(name, Duration.ofSeconds(1 + random.nextInt(7)), anchor);
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> schedules.add(inactive(each));
                default -> schedules.add(each);
            }
        }
        var pool = random.nextInt(20) == 0 ? "missing" : DeploymentDocument.DEFAULT_POOL;
        var version = Integer.toString(random.nextInt(3));
        var retry = randomRetry();
        var seconds = random.nextInt(3) == 0 ? null : 10 + random.nextInt(20);
        var limit = new Concurrency(1 + random.nextInt(3), pick(List.of(Collision.values())));
        var concurrency = random.nextInt(3) == 0 ? null : limit;
        return put(
                document(draft -> {
                    draft.retry = retry;
                    draft.timeoutSeconds = seconds;
                    draft.queueTimeoutSeconds = seconds;
                    draft.schedules = schedules;
                    draft.pool = pool;
                    draft.version = version;
                    draft.concurrency = concurrency;
                }));
    }

    /** Two runners with three fences, so that the right one, a stale and a wrong one all come. */
    private RunAction randomAction(RunId run) {
        var fence = new Fence(new UUID(0, random.nextInt(3)));
        return switch (random.nextInt(22)) {
            case 0 -> new Cancel();
            case 1 -> new LoseLease(fence, "Silence.");
            case 10 -> new Overdue("Nobody came.");
            case 11 -> new Track(new TrackRun(run, tracked(fence)), world.deployment());
            case 12 -> new Finish(new FinishTracked(run, fence, randomOutcome(), null, now));
            case 13 -> new Pause();
            case 14 -> new Resume();
            case 15 -> new Retry();
            case 16 -> new Rerun(new RerunRun(run, null), asked());
            case 17 -> new CheckQueueTimeout();
            case 18 -> new CheckTimeout(Duration.ofSeconds(5));
            case 19 -> new Change(randomChange(run, fence));
            case 20, 21 -> new Due();
            case 2, 3, 4 ->
                    new Reported(
                            new LeaseRun(run, RunnerId.of("runner", random.nextInt(2)), fence));
            case 5, 6 -> new Reported(new StartRun(run, fence));
            case 7 -> new Reported(new ReturnRun(run, fence, "Full."));
            default -> new Reported(new FinishRun(run, fence, randomOutcome()));
        };
    }

    private ChangeTracked randomChange(RunId run, Fence fence) {
        var state = pick(List.of(TrackedState.values()));
        return new ChangeTracked(run, fence, state, null, "So it is.", now);
    }

    private @Nullable RetryPolicy randomRetry() {
        var attempts = random.nextInt(5);
        var delay = pick(List.of(new ListedDelays(List.of()), new ExponentialDelay(1, 300, 7)));
        var on = random.nextBoolean() ? List.of(RetryOn.values()) : List.of(RetryOn.CRASHED);
        return attempts == 0 ? null : new RetryPolicy(attempts, delay, 50, on);
    }

    private Outcome randomOutcome() {
        return pick(
                List.of(
                        new Outcome.Completed(null),
                        new Outcome.Failed(FailureKind.EXIT_CODE, 3, "It exited with 3."),
                        new Outcome.Failed(FailureKind.TIMED_OUT, null, "It took too long."),
                        new Outcome.Crashed("Gone."),
                        new Outcome.Cancelled("Stopped.")));
    }

    private Asked asked() {
        return new Asked(now, ACTOR, new CommandId("command-" + commands++));
    }

    private <T> T pick(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
