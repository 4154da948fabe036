package dev.orrery.projections.view;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.projections.view.ScheduleView.Skipped;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is seen of schedules. */
class ScheduleViewsTest {

    private static final ScheduleId HOURLY = ScheduleId.of(DAILY, "hourly");

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @Test
    void a_schedule_knows_its_next_time() {
        given(
                new DeploymentCreated(
                        DAILY, "hello", "daily", 1, document("first", every(3600, "hourly"))),
                new ScheduleStarted(HOURLY, DAILY, "hourly", second(3600)));
        assertThat(schedules()).containsExactly(hourly(second(3600)));

        var nominal = second(3600);
        var run = RunId.scheduled(DAILY, HOURLY, nominal);
        given(new ScheduleFired(HOURLY, nominal, run, second(7200)));
        assertThat(schedules().getFirst().next()).isEqualTo(second(7200));

        given(new ScheduleSkipped(HOURLY, second(7200), second(10_800), 2, "late", second(14_400)));
        assertThat(schedules().getFirst().next()).isEqualTo(second(14_400));

        given(new ScheduleStopped(HOURLY));
        assertThat(schedules().getFirst().next()).isNull();
    }

    @Test
    void a_schedule_keeps_what_it_skipped_last() {
        given(
                new DeploymentCreated(
                        DAILY, "hello", "daily", 1, document("first", every(3600, "hourly"))),
                new ScheduleStarted(HOURLY, DAILY, "hourly", second(3600)));
        assertThat(schedules().getFirst().lastSkipped()).isNull();

        given(
                new ScheduleSkipped(HOURLY, second(3600), second(3600), 1, "away", second(7200)),
                new ScheduleSkipped(HOURLY, second(7200), second(10_800), 2, "late", second(9)));
        var skipped = new Skipped(second(7200), second(10_800), 2, "late", second(4));
        assertThat(schedules().getFirst().lastSkipped()).isEqualTo(skipped);

        var run = RunId.scheduled(DAILY, HOURLY, second(9));
        given(
                new ScheduleFired(HOURLY, second(9), run, second(18_000)),
                new DeploymentUpdated(
                        DAILY, 2, document("second", every(3600, "hourly")), List.of("desc")));
        assertThat(schedules().getFirst().lastSkipped()).isEqualTo(skipped);
        assertThat(schedules().getFirst().next()).isEqualTo(second(18_000));
    }

    @Test
    void schedules_come_and_go_with_the_document() {
        given(
                new DeploymentCreated(
                        DAILY,
                        "hello",
                        "daily",
                        1,
                        document("first", every(3600, "hourly"), every(60, "minutely"))),
                new ScheduleStarted(HOURLY, DAILY, "hourly", second(3600)),
                new DeploymentUpdated(
                        DAILY, 2, document("first", every(3600, "hourly")), List.of("schedules")),
                new ScheduleStopped(ScheduleId.of(DAILY, "minutely")));

        assertThat(schedules()).containsExactly(hourly(second(3600)));
    }

    private static ScheduleView hourly(Instant next) {
        return ScheduleView.of(HOURLY.value(), every(3600, "hourly"), null).next(next);
    }

    private List<ScheduleView> schedules() {
        var found = new ArrayList<ScheduleView>();
        var range = KeyRange.of(Keys.schedules(DAILY));
        try (var scan = rows.scan(3, range, Order.ASCENDING)) {
            for (var row = scan.next(); row != null; row = scan.next()) {
                found.add(ViewJson.read(row.value(), ScheduleView.class));
            }
        }
        return found;
    }

    private void given(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
            Story.fold(story.events().getLast(), rows);
        }
    }
}
