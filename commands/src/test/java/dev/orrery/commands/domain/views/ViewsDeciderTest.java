package dev.orrery.commands.domain.views;

import static dev.orrery.commands.domain.Story.given;

import dev.orrery.schemas.command.ViewsCommand.AbandonRebuild;
import dev.orrery.schemas.command.ViewsCommand.RebuildViews;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import dev.orrery.schemas.reply.Refusal;
import org.junit.jupiter.api.Test;

/** Which generation of the views is built and read. */
class ViewsDeciderTest {

    @Test
    void the_first_rebuild_is_of_the_second_generation() {
        given().when(new RebuildViews()).then(new ViewsRebuildStarted(2));
    }

    @Test
    void one_is_built_at_a_time() {
        given(new ViewsRebuildStarted(2))
                .when(new RebuildViews())
                .thenRejected(Refusal.REBUILD_UNDER_WAY);
    }

    @Test
    void what_was_built_is_switched_to_and_saying_so_again_changes_nothing() {
        given(new ViewsRebuildStarted(2)).when(new SwitchViews(2)).then(new ViewsSwitched(2));
        given(new ViewsRebuildStarted(2), new ViewsSwitched(2))
                .when(new SwitchViews(2))
                .thenUnchanged();
    }

    @Test
    void another_one_can_be_built_after_the_switch() {
        given(new ViewsRebuildStarted(2), new ViewsSwitched(2))
                .when(new RebuildViews())
                .then(new ViewsRebuildStarted(3));
    }

    @Test
    void nothing_but_what_is_built_is_switched_to() {
        given().when(new SwitchViews(2)).thenRejected(Refusal.NOT_BEING_BUILT);
        given(new ViewsRebuildStarted(2))
                .when(new SwitchViews(3))
                .thenRejected(Refusal.NOT_BEING_BUILT);
        given(new ViewsRebuildStarted(2), new ViewsSwitched(2), new ViewsRebuildStarted(3))
                .when(new SwitchViews(1))
                .thenRejected(Refusal.NOT_BEING_BUILT);
    }

    @Test
    void switching_to_the_live_one_does_not_end_what_is_built() {
        given(new ViewsRebuildStarted(2)).when(new SwitchViews(1)).thenUnchanged();
    }

    @Test
    void what_is_built_can_be_given_up_once() {
        given(new ViewsRebuildStarted(2))
                .when(new AbandonRebuild(2))
                .then(new ViewsRebuildAbandoned(2));
        given(new ViewsRebuildStarted(2), new ViewsRebuildAbandoned(2))
                .when(new AbandonRebuild(2))
                .thenRejected(Refusal.NOT_BEING_BUILT);
    }

    @Test
    void what_was_given_up_can_not_be_switched_to_and_its_number_never_comes_again() {
        var abandoned = given(new ViewsRebuildStarted(2), new ViewsRebuildAbandoned(2));
        abandoned.when(new SwitchViews(2)).thenRejected(Refusal.NOT_BEING_BUILT);
        abandoned.when(new RebuildViews()).then(new ViewsRebuildStarted(3));
    }

    @Test
    void the_live_one_can_not_be_given_up() {
        given(new ViewsRebuildStarted(2), new ViewsSwitched(2))
                .when(new AbandonRebuild(2))
                .thenRejected(Refusal.NOT_BEING_BUILT);
    }
}
