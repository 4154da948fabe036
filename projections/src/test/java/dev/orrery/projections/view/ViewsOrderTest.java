package dev.orrery.projections.view;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.requested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.Story;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is folded is what comes next, and into rows of our own. */
class ViewsOrderTest {

    private static final RunId RUN = Story.run(DAILY, 2);

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @Test
    void a_repeat_changes_nothing() {
        leased();
        var before = rows.all().size();

        assertThat(Story.fold(story.events().get(1), rows)).isFalse();
        assertThat(rows.all()).hasSize(before);
        assertThat(Views.sequence(rows)).isEqualTo(3);
    }

    @Test
    void a_tally_of_another_format_is_not_read() {
        leased();
        byte[] tally = Objects.requireNonNull(rows.get(Keys.tally()));
        assertThat(Tally.isOurs(tally)).isTrue();
        byte[] other = tally.clone();
        other[0]++;

        assertThat(Tally.isOurs(other)).isFalse();
        assertThat(Tally.isOurs(new byte[80])).isFalse();
        assertThatThrownBy(() -> Tally.of(other)).hasMessageContaining("another version");
        assertThat(Tally.of(tally).bytes()).isEqualTo(tally);
        assertThat(new String(tally, StandardCharsets.ISO_8859_1)).contains("s", "p", "K", "X");
    }

    @Test
    void a_gap_is_refused() {
        leased();
        story.then(DAILY, new RunStarted(RUN, 1)).then(DAILY, new RunCancelRequested(RUN));

        assertThatThrownBy(() -> Story.fold(story.events().getLast(), rows))
                .isInstanceOf(SequenceGap.class)
                .hasMessageContaining("3:5");
        assertThat(Views.sequence(rows)).isEqualTo(3);
    }

    private void leased() {
        given(new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        given(requested(DAILY, RUN));
        given(new RunLeased(RUN, 1, RunnerId.of("anvil", 7), Fence.random()));
    }

    private void given(Event event) {
        story.then(DAILY, event);
        Story.fold(story.events().getLast(), rows);
    }
}
