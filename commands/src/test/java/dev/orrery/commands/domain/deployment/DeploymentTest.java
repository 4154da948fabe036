package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.delete;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.pause;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.resume;
import static dev.orrery.commands.domain.deployment.Deployments.resumed;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.schemas.reply.Refusal.DEPLOYMENT_NOT_FOUND;

import dev.orrery.schemas.deployment.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentTest {

    @Test
    void a_deployment_that_is_not_there_is_created_with_revision_1() {
        given().when(put(document())).then(created(1, document()));
    }

    @Test
    void another_document_updates_it_and_says_what_changed() {
        var after =
                document(draft -> {
                    draft.timeoutSeconds = null;
                    draft.description = "Says good-bye";
                });

        given(created(document()))
                .when(put(after))
                .then(updated(2, after, "description", "timeoutSeconds"));
    }

    @Test
    void the_same_document_changes_nothing() {
        given(created(document())).when(put(document())).thenUnchanged();
    }

    @Test
    void parameters_in_another_order_change_nothing() {
        var other =
                document(draft ->
                        draft.parameters = Json.parse("{\"times\":1, \"name\":\"world\"}"));

        given(created(document())).when(put(other)).thenUnchanged();
    }

    @Test
    void tags_in_another_order_are_a_change() {
        var other = document(draft -> draft.tags = List.of("daily", "example"));

        given(created(document())).when(put(other)).then(updated(2, other, "tags"));
    }

    @Test
    void revisions_count_on() {
        var second = document(draft -> draft.version = "2");
        var third = document(draft -> draft.version = "3");

        given(created(document()), updated(2, second, "version"))
                .when(put(third))
                .then(updated(3, third, "version"));
    }

    @Test
    void going_back_to_an_older_document_is_a_revision_too() {
        var second = document(draft -> draft.version = "2");

        given(created(document()), updated(2, second, "version"))
                .when(put(document()))
                .then(updated(3, document(), "version"));
    }

    @Test
    void what_was_deleted_is_created_again_with_the_next_revision() {
        var second = document(draft -> draft.version = "2");

        given(created(document()), updated(2, second, "version"), deleted())
                .when(put(document()))
                .then(created(3, document()));
    }

    @Test
    void what_was_deleted_twice_still_counts_on() {
        given(created(document()), deleted(), created(2, document()), deleted())
                .when(put(document()))
                .then(created(3, document()));
    }

    @Test
    void what_was_paused_and_deleted_comes_back_unpaused() {
        given(created(document()), paused(), deleted(), created(2, document()))
                .when(resume())
                .thenUnchanged();
    }

    @Test
    void a_deployment_is_paused() {
        given(created(document())).when(pause()).then(paused());
    }

    @Test
    void a_paused_deployment_is_paused_already() {
        given(created(document()), paused()).when(pause()).thenUnchanged();
    }

    @Test
    void a_paused_deployment_is_resumed() {
        given(created(document()), paused()).when(resume()).then(resumed());
    }

    @Test
    void a_deployment_that_is_not_paused_need_not_be_resumed() {
        given(created(document())).when(resume()).thenUnchanged();
        given(created(document()), paused(), resumed()).when(resume()).thenUnchanged();
    }

    @Test
    void an_update_leaves_it_paused() {
        var second = document(draft -> draft.version = "2");

        given(created(document()), paused(), updated(2, second, "version"))
                .when(pause())
                .thenUnchanged();
    }

    @Test
    void a_deployment_is_deleted() {
        given(created(document())).when(delete()).then(deleted());
        given(created(document()), paused()).when(delete()).then(deleted());
    }

    @Test
    void what_never_was_can_be_neither_paused_nor_resumed_nor_deleted() {
        given().when(pause()).thenRejected(DEPLOYMENT_NOT_FOUND);
        given().when(resume()).thenRejected(DEPLOYMENT_NOT_FOUND);
        given().when(delete()).thenRejected(DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void what_was_deleted_can_be_neither_paused_nor_resumed_nor_deleted() {
        given(created(document()), deleted()).when(pause()).thenRejected(DEPLOYMENT_NOT_FOUND);
        given(created(document()), deleted()).when(resume()).thenRejected(DEPLOYMENT_NOT_FOUND);
        given(created(document()), deleted()).when(delete()).thenRejected(DEPLOYMENT_NOT_FOUND);
    }
}
