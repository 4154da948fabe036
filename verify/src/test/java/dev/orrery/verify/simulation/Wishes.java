package dev.orrery.verify.simulation;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Outcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clients want, by chance. */
final class Wishes {

    private static final String FLOW = "simulated";
    private static final List<String> NAMES = List.of("one", "two", "three");
    private static final int TIMES_MADE_UP_FOR_MAX = 8;

    /** After so long what goes on until somebody ends it is ended, once. */
    private static final int SLICES_OF_PATIENCE = 6;

    private static final Json PARAMETERS = Json.parse("{\"who\":\"ada\"}");

    private final World world;
    private final Dice dice;
    private final Promises promises;
    private final Map<RunId, Fence> processes = new LinkedHashMap<>();
    private final Set<RunId> told = new HashSet<>();
    private int tracked;
    private int slices;

    Wishes(World world, Dice dice, Promises promises) {
        this.world = world;
        this.dice = dice;
        this.promises = promises;
    }

    @Nullable Command any() {
        if (dice.chance(2)) {
            return ofViews();
        }
        var name = dice.pick(NAMES);
        var deployment = DeploymentId.of(FLOW, name);
        var now = world.time().wall();
        if (promises.deployments().isGone(deployment) || dice.chance(8)) {
            return new PutDeployment(FLOW, name, Documents.any(dice, now));
        }
        int roll = dice.below(100);
        if (roll < 3) {
            return new PauseDeployment(deployment);
        }
        if (roll < 8) {
            return new ResumeDeployment(deployment);
        }
        if (roll < 10) {
            return new DeleteDeployment(deployment);
        }
        if (roll < 12) {
            int newest = promises.deployments().revision(deployment);
            return new RollBackDeployment(deployment, 1 + dice.below(newest + 1));
        }
        if (roll < 18) {
            return backfill(deployment, now);
        }
        if (roll < 49) {
            return request(deployment, now);
        }
        return roll < 59 ? ofProcess(deployment, now) : ofRun();
    }

    /** Mostly of the generation that is built, if any is. */
    private Command ofViews() {
        int generation = promises.views().highest() + (dice.chance(15) ? 1 : 0);
        return switch (dice.below(4)) {
            case 0, 1 -> new RebuildViews();
            case 2 -> new SwitchViews(generation);
            default -> new AbandonRebuild(generation);
        };
    }

    private @Nullable Command backfill(DeploymentId deployment, Instant now) {
        var going = promises.backfills().underWay();
        if (!going.isEmpty() && dice.chance(25)) {
            var one = dice.pick(going);
            return new CancelBackfill(one.deployment(), one.backfill());
        }
        var name = dice.pick(Documents.SCHEDULES);
        var schedule = promises.deployments().schedule(deployment, name).orElse(null);
        if (schedule == null && dice.chance(80)) {
            return null;
        }
        var interval = schedule == null ? null : schedule.interval();
        long every = interval == null ? 60 : interval.seconds();
        var to = now.plusSeconds(dice.between(-100, 3));
        var from = to.minusSeconds(every * dice.between(0, TIMES_MADE_UP_FOR_MAX));
        return new BackfillSchedule(deployment, name, from, to, 1 + dice.below(3));
    }

    private RequestRun request(DeploymentId deployment, Instant now) {
        int priority = dice.chance(30) ? dice.below(5) - 2 : 0;
        Instant at = null;
        Long delaySeconds = null;
        if (dice.chance(20)) {
            delaySeconds = dice.between(0, 90);
        } else if (dice.chance(20)) {
            at = now.plusSeconds(dice.between(-20, 90));
        }
        return new RequestRun(
                deployment,
                null,
                Json.EMPTY_OBJECT,
                List.of(),
                at,
                delaySeconds,
                priority,
                null,
                dice.chance(10) ? promises.runs().recent(dice) : null,
                null);
    }

    private @Nullable Command ofRun() {
        var open = promises.runs().open();
        var run =
                open.isEmpty() || dice.chance(40) ? promises.runs().recent(dice) : dice.pick(open);
        if (run == null) {
            return null;
        }
        if (promises.runs().isPaused(run) && dice.chance(60)) {
            return new ResumeRun(run);
        }
        return switch (dice.below(12)) {
            case 0, 1, 2 -> new CancelRun(run);
            case 3, 4, 5 -> new PauseRun(run);
            case 6 -> new ResumeRun(run);
            case 7, 8 -> new RetryRun(run);
            default -> new RerunRun(run, dice.chance(30) ? PARAMETERS : null);
        };
    }

    private Command ofProcess(DeploymentId deployment, Instant now) {
        if (processes.isEmpty() || dice.chance(30)) {
            var id = new CommandId("process-" + tracked++);
            var run = RunId.requested(deployment, "process", id, now).asTracked();
            var fence = dice.fence();
            processes.put(run, fence);
            var owner = dice.chance(80) ? deployment : null;
            return new TrackRun(run, tracked(owner, fence, state(), now));
        }
        var run = dice.pick(List.copyOf(processes.keySet()));
        var fence = dice.chance(15) ? dice.fence() : processes.getOrDefault(run, dice.fence());
        if (dice.chance(40)) {
            var name = dice.chance(30) ? "Waiting" : null;
            return new ChangeTracked(run, fence, state(), name, null, now);
        }
        return new FinishTracked(run, fence, new Outcome.Completed(null), null, now);
    }

    private TrackedState state() {
        return dice.pick(List.of(TrackedState.values()));
    }

    private static TrackedRun tracked(
            @Nullable DeploymentId owner, Fence fence, TrackedState state, Instant now) {
        return new TrackedRun(
                owner,
                FLOW,
                null,
                Json.EMPTY_OBJECT,
                List.of(),
                fence,
                state,
                now,
                null,
                null,
                null,
                null,
                null);
    }

    /** What brings everything to an end: no more schedules, and what stands still goes on. */
    void toEnd(Clients clients) {
        slices++;
        for (var name : NAMES) {
            var deployment = DeploymentId.of(FLOW, name);
            if (promises.deployments().isScheduled(deployment)) {
                clients.ask(new PauseDeployment(deployment));
            }
        }
        promises.runs()
                .open()
                .forEach(run -> {
                    var fence = processes.get(run);
                    if (fence != null) {
                        var done = new Outcome.Completed(null);
                        var now = world.time().wall();
                        clients.ask(new FinishTracked(run, fence, done, null, now));
                    } else if (promises.runs().isPaused(run)) {
                        clients.ask(new ResumeRun(run));
                    } else if (slices > SLICES_OF_PATIENCE
                            && world.isEndless(run)
                            && told.add(run)) {
                        clients.ask(new CancelRun(run));
                    }
                });
    }
}
