package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.between;
import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.scheduled;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static dev.orrery.commands.domain.deployment.Deployments.stopped;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.schemas.reply.Refusal.DEPLOYMENT_NOT_FOUND;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.POOL_UNKNOWN;
import static dev.orrery.schemas.reply.Refusal.REVISION_NOT_FOUND;

import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An earlier document becomes the newest again. */
class RollBackTest {

    private static final Instant ONE = Instant.parse("2026-11-22T13:00:00Z");
    private static final DeploymentDocument FIRST = document();
    private static final DeploymentDocument SECOND = document(draft -> draft.version = "2");
    private static final DeploymentDocument HOURLY =
            scheduled(every("hourly", Duration.ofHours(1)));

    @Test
    void it_is_a_new_revision_that_says_which_it_was() {
        given(created(FIRST), updated(2, SECOND, "version"))
                .when(rollBack(1))
                .then(rolledBack(3, FIRST, 1, "version"));
    }

    @Test
    void to_what_it_is_nothing_changes() {
        given(created(FIRST), updated(2, SECOND, "version")).when(rollBack(2)).thenUnchanged();
        given(created(FIRST), updated(2, SECOND, "version"), rolledBack(3, FIRST, 1, "version"))
                .when(rollBack(1))
                .thenUnchanged();
    }

    @Test
    void a_revision_that_never_was_is_not_found() {
        given(created(FIRST)).when(rollBack(2)).thenRejected(REVISION_NOT_FOUND);
        given(created(FIRST)).when(rollBack(0)).thenRejected(REVISION_NOT_FOUND);
        given(created(FIRST)).when(rollBack(-1)).thenRejected(REVISION_NOT_FOUND);
    }

    @Test
    void what_is_not_there_can_not_go_back() {
        given().when(rollBack(1)).thenRejected(DEPLOYMENT_NOT_FOUND);
        given(created(FIRST), deleted()).when(rollBack(1)).thenRejected(DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void what_was_before_a_deletion_can_be_gone_back_to() {
        given(created(FIRST), deleted(), created(2, SECOND))
                .when(rollBack(1))
                .then(rolledBack(3, FIRST, 1, "version"));
    }

    @Test
    void its_schedules_fire_again_and_others_stop() {
        given(created(HOURLY), updated(2, FIRST, "schedules"))
                .when(rollBack(1))
                .then(rolledBack(3, HOURLY, 1, "schedules"), started("hourly", ONE));
        given(created(FIRST), updated(2, HOURLY, "schedules"), started("hourly", ONE))
                .when(rollBack(1))
                .then(rolledBack(3, FIRST, 1, "schedules"), stopped("hourly"));
        given(created(HOURLY), updated(2, FIRST, "schedules"), paused())
                .when(rollBack(1))
                .then(rolledBack(3, HOURLY, 1, "schedules"));
    }

    @Test
    void all_rules_are_asked_again() {
        var large = document(draft -> draft.pool = "large");

        given(created(large), updated(2, FIRST, "pool"))
                .serving("default")
                .at(NOON)
                .when(rollBack(1))
                .thenRejected(POOL_UNKNOWN, "/pool");
    }

    @Test
    void what_is_wrong_with_a_document_of_then_is_said_with_the_way_to_mend_it() {
        var over = scheduled(between(null, NOON.minusSeconds(1), HOURLY.schedules().getFirst()));

        given(created(over), updated(2, FIRST, "schedules"))
                .at(NOON)
                .when(rollBack(1))
                .thenRejected(
                        INVALID_COMMAND,
                        "/schedules/0/end",
                        " Of revision 1 that is so; 'orrery deployment revisions -o yaml' shows it,"
                                + " to be mended and put as a new one.");
    }

    private static RollBackDeployment rollBack(int revision) {
        return new RollBackDeployment(DEPLOYMENT, revision);
    }

    private static DeploymentUpdated rolledBack(
            int revision, DeploymentDocument document, int to, String... changed) {
        return new DeploymentUpdated(DEPLOYMENT, revision, document, List.of(changed), to);
    }
}
