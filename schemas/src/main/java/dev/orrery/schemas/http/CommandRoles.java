package dev.orrery.schemas.http;

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

/** The role that each command needs, on whichever way it comes; a route asks for the same. */
public final class CommandRoles {

    private CommandRoles() {}

    /** What somebody must be to have the command done. */
    public static Role needed(Command command) {
        return switch (command) {
            case PutDeployment _, DeleteDeployment _, RollBackDeployment _ -> Role.EDITOR;
            case PauseDeployment _,
                    ResumeDeployment _,
                    RequestRun _,
                    BackfillSchedule _,
                    CancelBackfill _ ->
                    Role.OPERATOR;
            case CancelRun _, PauseRun _, ResumeRun _, RetryRun _, RerunRun _ -> Role.OPERATOR;
            case TrackRun _, ChangeTracked _, FinishTracked _ -> Role.RUNNER;
            case RebuildViews _, SwitchViews _, AbandonRebuild _ -> Role.ADMIN;
        };
    }
}
