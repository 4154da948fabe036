package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The first answer to a command is the right one: what comes after its deadline or expects another
 * version is refused, and nothing else that plainly can be done.
 */
final class AnswerPromises {

    private static final int BACKFILLS_MAX = 20;

    private final World world;
    private final Promises promises;

    AnswerPromises(World world, Promises promises) {
        this.world = world;
        this.promises = promises;
    }

    /**
     * @param pending the answer, of which all that came before it in the log is known
     */
    void judge(Command command, CommandHeader header, Reply reply, Task.Pending pending) {
        var code = reply instanceof Reply.Rejected rejected ? rejected.code() : null;
        var at = decidedAt(command, pending);
        var deadline = header.deadline();
        var isLate = deadline != null && deadline.isBefore(at);
        require(
                isLate == is(code, Refusal.DEADLINE_PASSED),
                "nothing is done after its deadline, and all before it: %s of %s at %s",
                reply,
                command,
                at);
        if (isLate || isOfForgotten(command)) {
            return;
        }
        var isFit = isFit(command, header.expectedVersion(), pending.work());
        require(
                isFit != is(code, Refusal.VERSION_MISMATCH),
                "only what expects another version is refused for it: %s of %s, which expects %s",
                reply,
                command,
                header.expectedVersion());
        require(
                code == null || !isFit || !canBeDone(command, at),
                "what can be done is not refused: %s of %s",
                reply,
                command);
    }

    /** By the clock, but never before the last event. */
    private Instant decidedAt(Command command, Task.Pending pending) {
        var partitions = world.settings().partitions();
        var last = promises.lastTime(command.target().affinity().partition(partitions));
        return last.isAfter(pending.begun()) ? last : pending.begun();
    }

    private boolean isOfForgotten(Command command) {
        if (!(command instanceof RunCommand ofRun)) {
            return false;
        }
        var life = promises.runs().find(ofRun.run());
        return life != null && promises.runs().mayBeForgotten(life, world.time().latestWall());
    }

    private boolean isFit(Command command, @Nullable Long expected, long work) {
        if (expected == null) {
            return true;
        }
        long before = promises.versionBefore(command.target().value(), work);
        var isThere =
                command instanceof DeploymentCommand ofDeployment
                        ? promises.deployments().wasThere(ofDeployment.target(), work)
                        : before > 0;
        if (expected == CommandHeader.PRESENT) {
            return isThere;
        }
        return expected == CommandHeader.ABSENT ? !isThere : expected == before;
    }

    private boolean canBeDone(Command command, Instant at) {
        return switch (command) {
            case PauseDeployment c -> isThere(c.target());
            case ResumeDeployment c -> isThere(c.target());
            case DeleteDeployment c -> isThere(c.target());
            case RequestRun c -> isThere(c.target()) && isTaken(c.target());
            case BackfillSchedule c -> isThere(c.target()) && hasTimes(c, at);
            case CancelBackfill c ->
                    promises.backfills().underWay().stream()
                            .anyMatch(going -> going.backfill().equals(c.backfill()));
            case RunCommand c -> {
                var life = promises.runs().find(c.run());
                yield life != null && life.process == null && canBeDone(c, life);
            }
            case ViewsCommand c -> promises.views().canBeDone(c);
            default -> false;
        };
    }

    private boolean canBeDone(RunCommand command, Life life) {
        var isOwned = promises.deployments().owns(life);
        return switch (command) {
            case CancelRun _ -> !life.ended;
            case PauseRun _ ->
                    !life.ended && (life.holder == null || (life.started && !life.cancelling));
            case ResumeRun _ -> life.paused && !life.cancelling && (life.holder != null || isOwned);
            case RetryRun _ -> life.ended && !life.completed && isOwned;
            case RerunRun _ -> isOwned && isTaken(life.owner());
            default -> false;
        };
    }

    private boolean isThere(DeploymentId id) {
        return !promises.deployments().isGone(id);
    }

    /** Whether its policy takes a run more. */
    private boolean isTaken(DeploymentId id) {
        return promises.deployments().collision(id) != Collision.SKIP
                || promises.deployments().hasRoom(id);
    }

    private boolean hasTimes(BackfillSchedule asked, Instant at) {
        var schedule = promises.deployments().schedule(asked.target(), asked.schedule());
        var first = schedule.map(document -> new NominalTimes(document).from(asked.from()));
        var going =
                promises.backfills().underWay().stream()
                        .filter(other -> other.deployment().equals(asked.target()));
        return first.isPresent()
                && !first.get().isAfter(asked.to())
                && !asked.to().isAfter(at)
                && going.count() < BACKFILLS_MAX;
    }

    private static boolean is(@Nullable String code, Refusal refusal) {
        return refusal.name().equals(code);
    }
}
