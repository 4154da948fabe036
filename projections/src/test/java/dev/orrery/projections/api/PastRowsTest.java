package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.second;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.RandomStory;
import dev.orrery.projections.Story;
import dev.orrery.projections.past.LogTime;
import dev.orrery.projections.past.PastDeployment;
import dev.orrery.projections.past.PastRun;
import dev.orrery.projections.view.EventRow;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was is told byte for byte as it was told then. */
class PastRowsTest {

    private static final int PARTITION = 0;
    private static final ScheduleId OFTEN = ScheduleId.of(DAILY, "often");
    private static final RunnerId RUNNER = RunnerId.of("anvil", 1);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final MemoryViews views = new MemoryViews();

    /** Of each deployment and each run, what was shown of it after its events and others. */
    private final Map<UUID, TreeMap<Long, String>> deployments = new HashMap<>();

    private final Map<UUID, TreeMap<Long, String>> runs = new HashMap<>();

    @Test
    void each_deployment_and_run_is_as_it_was_at_each_position() {
        var events = new RandomStory(seed, PARTITION, List.of("a", "b", "c", "d")).go(400).events();
        fold(events);
        assertThat(runs).as("seed %s", seed).hasSizeGreaterThan(20);
        compare(events);
    }

    @Test
    void schedules_that_come_go_and_come_again_are_as_they_were() {
        var story = new Story(PARTITION);
        story.then(DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("a", often())))
                .then(DAILY, new ScheduleStarted(OFTEN, DAILY, "often", second(60)))
                .then(
                        DAILY,
                        new ScheduleFired(OFTEN, second(60), Story.run(DAILY, 60), second(120)))
                .then(
                        DAILY,
                        new ScheduleSkipped(
                                OFTEN, second(120), second(180), 2, "late", second(240)))
                .then(DAILY, new DeploymentUpdated(DAILY, 2, document("b"), List.of("schedules")))
                .then(DAILY, new ScheduleStopped(OFTEN))
                .then(
                        DAILY,
                        new DeploymentUpdated(
                                DAILY,
                                3,
                                document("c", every(5, "b"), often(), every(5, "a")),
                                List.of("schedules")))
                .then(DAILY, new ScheduleStarted(OFTEN, DAILY, "often", second(300)))
                .then(DAILY, new DeploymentDeleted(DAILY))
                .then(DAILY, new ScheduleStopped(OFTEN))
                .then(
                        DAILY,
                        new DeploymentCreated(DAILY, "hello", "daily", 4, document("d", often())));
        fold(story.events());
        compare(story.events());
    }

    @Test
    void a_run_that_waits_pauses_and_tries_again_is_as_it_was() {
        var run = Story.run(DAILY, 5);
        var tracked = Story.run(DAILY, 6).asTracked();
        var story = new Story(PARTITION);
        story.then(DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        for (var event :
                List.<Event>of(
                        Story.requested(DAILY, run),
                        new RunAwaitsSlot(run, "no slot"),
                        new RunAdmitted(run),
                        new RunLeased(run, 1, RUNNER, new Fence(UUID.randomUUID())),
                        new RunStarted(run, 1),
                        new RunPaused(run),
                        new RunResumed(run),
                        new RunRetryScheduled(
                                run,
                                2,
                                second(99),
                                new AttemptFailure(1, RetryOn.FAILED, 3, "it ended with 3")),
                        new RunPaused(run),
                        new RunResumed(run),
                        new RunLeased(run, 2, RUNNER, new Fence(UUID.randomUUID())),
                        new RunStarted(run, 2),
                        new RunCompleted(run, 2, Json.parse("{\"a\":1.50,\"b\":null}")),
                        Story.tracked(DAILY, tracked, TrackedState.RUNNING, run),
                        new TrackedRunChanged(
                                tracked, TrackedState.PAUSED, "Napping", "tired", second(77)))) {
            story.then(DAILY, event);
        }
        fold(story.events());
        compare(story.events());
    }

    @Test
    void an_event_read_back_is_the_event_but_for_what_the_trail_leaves_out() {
        var events = new RandomStory(seed, PARTITION, List.of("a", "b")).go(300).events();
        fold(events);
        for (var event : events) {
            var header = event.header();
            byte[] key = Keys.event(header.subject(), header.id().sequence());
            var read = EventRow.read(requireNonNull(views.get(PARTITION, key)));
            assertThat(read.root()).isEqualTo(event.root());
            assertThat(read.header().id()).isEqualTo(header.id());
            assertThat(read.header().version()).isEqualTo(header.version());
            assertThat(read.header().time()).isEqualTo(header.time());
            assertThat(read.header().actor()).isEqualTo(header.actor());
            assertThat(read.header().reason()).isEqualTo(header.reason());
            if (!(event.event() instanceof RunLeased
                    || event.event() instanceof RunEvent.RunTracked)) {
                assertThat(read.event()).as("seed %s", seed).isEqualTo(event.event());
            }
        }
    }

    @Test
    void a_time_means_the_last_event_up_to_it() {
        fold(new RandomStory(seed, PARTITION, List.of("a")).go(100).events());
        var time = new LogTime(views, PARTITION);
        long end = views.standing(PARTITION).sequence();
        assertThat(time.sequence(Story.BEGIN)).isZero();
        for (long sequence = 1; sequence <= end; sequence++) {
            var at = time.time(sequence);
            assertThat(at).isEqualTo(second((int) sequence));
            assertThat(time.sequence(at)).isEqualTo(sequence);
            assertThat(time.sequence(at.plusMillis(999))).isEqualTo(sequence);
            assertThat(time.sequence(at.minusMillis(1))).isEqualTo(sequence - 1);
        }
        assertThat(new LogTime(views, 1).sequence(second(5))).isZero();
    }

    @Test
    void a_moment_of_a_deployment_costs_as_much_after_a_thousand_revisions() {
        var story = new Story(PARTITION);
        story.then(
                DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("r1", often())));
        for (int revision = 2; revision <= 1_000; revision++) {
            story.then(
                    DAILY,
                    new DeploymentUpdated(
                            DAILY,
                            revision,
                            document("r" + revision, often()),
                            List.of("description")));
        }
        story.events().forEach(views::fold);
        var past = new PastDeployment(views, PARTITION, DAILY);
        int before = views.gets() + views.steps();
        byte[] row = requireNonNull(past.row(500));
        past.schedules(row, 500);
        assertThat(views.gets() + views.steps() - before).isLessThanOrEqualTo(3);
        assertThat(text(row)).contains("\"description\":\"r500\"");
    }

    private static ScheduleDocument often() {
        return every(60, "often");
    }

    /** Folds one event after another and remembers after each what is shown. */
    private void fold(List<RecordedEvent> events) {
        for (var event : events) {
            views.fold(event);
            long sequence = event.header().id().sequence();
            var deployment = DeploymentId.parse(event.root());
            deployments
                    .computeIfAbsent(deployment.value(), _ -> new TreeMap<>())
                    .put(sequence, shown(deployment));
            if (event.event() instanceof RunEvent of) {
                var row = views.get(PARTITION, Keys.run(of.run()));
                runs.computeIfAbsent(of.run().value(), _ -> new TreeMap<>())
                        .put(sequence, text(row));
            }
        }
    }

    private String shown(DeploymentId id) {
        return shown(views.get(PARTITION, Keys.deployment(id)), schedules(id));
    }

    private List<byte[]> schedules(DeploymentId id) {
        var found = new ArrayList<byte[]>();
        try (var rows = views.scan(PARTITION, KeyRange.of(Keys.schedules(id)), Order.ASCENDING)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                found.add(row.value());
            }
        }
        return found;
    }

    private void compare(List<RecordedEvent> events) {
        for (long sequence = 0; sequence <= events.size(); sequence++) {
            long then = sequence;
            deployments.forEach((id, was) -> {
                var past = new PastDeployment(views, PARTITION, new DeploymentId(id));
                byte[] row = past.row(then);
                var schedules = row == null ? List.<byte[]>of() : past.schedules(row, then);
                assertThat(shown(row, schedules))
                        .as("seed %s, deployment %s as of %s", seed, id, then)
                        .isEqualTo(was(was, then));
            });
            runs.forEach((id, was) ->
                    assertThat(text(new PastRun(views, PARTITION, new RunId(id)).progress(then)))
                            .as("seed %s, run %s as of %s", seed, id, then)
                            .isEqualTo(was(was, then)));
        }
    }

    private static String was(NavigableMap<Long, String> was, long then) {
        var last = was.floorEntry(then);
        return last == null ? "" : last.getValue();
    }

    private static String shown(byte @Nullable [] row, List<byte[]> schedules) {
        return row == null ? "" : text(row) + schedules.stream().map(PastRowsTest::text).toList();
    }

    private static String text(byte @Nullable [] row) {
        return row == null ? "" : new String(row, StandardCharsets.UTF_8);
    }
}
