package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.List;

/** The words in which tests speak of one deployment. */
public final class Deployments {

    public static final String FLOW = "hello-world";
    public static final String NAME = "hello-world-daily";
    public static final DeploymentId DEPLOYMENT = DeploymentId.of(FLOW, NAME);

    private Deployments() {}

    public static PutDeployment put(DeploymentDocument document) {
        return new PutDeployment(FLOW, NAME, document);
    }

    public static PauseDeployment pause() {
        return new PauseDeployment(DEPLOYMENT);
    }

    public static ResumeDeployment resume() {
        return new ResumeDeployment(DEPLOYMENT);
    }

    public static DeleteDeployment delete() {
        return new DeleteDeployment(DEPLOYMENT);
    }

    public static DeploymentCreated created(int revision, DeploymentDocument document) {
        return new DeploymentCreated(DEPLOYMENT, FLOW, NAME, revision, document);
    }

    public static DeploymentCreated created(DeploymentDocument document) {
        return created(1, document);
    }

    public static DeploymentUpdated updated(
            int revision, DeploymentDocument document, String... changed) {
        return new DeploymentUpdated(DEPLOYMENT, revision, document, List.of(changed));
    }

    public static DeploymentPaused paused() {
        return new DeploymentPaused(DEPLOYMENT);
    }

    public static DeploymentResumed resumed() {
        return new DeploymentResumed(DEPLOYMENT);
    }

    public static DeploymentDeleted deleted() {
        return new DeploymentDeleted(DEPLOYMENT);
    }

    public static ScheduleId schedule(String name) {
        return ScheduleId.of(DEPLOYMENT, name);
    }

    public static ScheduleStarted started(String name, Instant next) {
        return new ScheduleStarted(schedule(name), DEPLOYMENT, name, next);
    }

    public static ScheduleStopped stopped(String name) {
        return new ScheduleStopped(schedule(name));
    }
}
