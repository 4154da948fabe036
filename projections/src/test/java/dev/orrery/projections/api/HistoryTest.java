package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.projections.Story;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happened to one thing, what it changed, and why. */
class HistoryTest {

    private static final ScheduleId OFTEN = ScheduleId.of(DAILY, "often");
    private static final BackfillId BACKFILL =
            BackfillId.of(DAILY, "ada", new CommandId("fill"), second(1));
    private static final RunnerId RUNNER = RunnerId.of("anvil", 1);

    private final ApiServer api = new ApiServer();
    private final int partition = api.views.partitionOf(DAILY.value());
    private final Story story = new Story(partition);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void each_event_of_a_deployment_says_what_it_changed() throws Exception {
        given(
                created(),
                new DeploymentUpdated(
                        DAILY, 2, document("second", every(60, "often")), List.of("description")),
                new DeploymentPaused(DAILY),
                new DeploymentDeleted(DAILY),
                new DeploymentCreated(DAILY, "hello", "daily", 3, document("third")));

        var events = api.json("/v1/audit/history/hello/daily").at("/items");
        assertThat(events).hasSize(5);
        assertThat(events).isEqualTo(api.json("/v1/audit/history/" + DAILY).at("/items"));
        assertThat(paths(events.get(0)))
                .contains("/flow", "/name", "/document", "/revision", "/created");
        assertThat(events.get(0).at("/changes/0/before").isMissingNode()).isTrue();
        assertThat(events.get(1).at("/changes").toString())
                .isEqualTo(
                        "[{\"path\":\"/revision\",\"before\":1,\"after\":2},"
                                + "{\"path\":\"/document/description\",\"before\":\"first\","
                                + "\"after\":\"second\"}]");
        assertThat(events.get(2).at("/changes").toString())
                .isEqualTo("[{\"path\":\"/paused\",\"before\":false,\"after\":true}]");
        assertThat(events.get(2).at("/reason").asText()).isEqualTo("because of the test");
        assertThat(events.get(2).at("/commandId").asText()).isEqualTo("command-3");
        assertThat(paths(events.get(3))).containsExactly("/deleted");
        assertThat(paths(events.get(4)))
                .containsExactly(
                        "/revision",
                        "/paused",
                        "/deleted",
                        "/created",
                        "/document/description",
                        "/document/schedules/0");
    }

    @Test
    void each_event_of_a_run_says_what_it_changed_in_each_order_and_page() throws Exception {
        var run = Story.run(DAILY, 9);
        given(
                created(),
                Story.requested(DAILY, run),
                new RunLate(run, "nobody came"),
                new RunLeased(run, 1, RUNNER, new Fence(UUID.randomUUID())),
                new RunCompleted(run, 1, Json.parse("1.50")));

        var events = api.json("/v1/audit/history/" + run).at("/items");
        assertThat(paths(events.get(0))).contains("/state", "/parameters", "/cause");
        assertThat(paths(events.get(1))).contains("/state/name", "/state/message");
        assertThat(events.get(2).at("/changes").toString())
                .contains("{\"path\":\"/runner\",\"before\":null,\"after\":\"anvil@1\"}");
        assertThat(events.toString()).doesNotContain("fence");
        assertThat(paths(events.get(3))).contains("/state/type", "/result", "/endedAt");

        var newest = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = api.json("/v1/audit/history/" + run + "?order=newest&limit=1" + cursor);
            page.at("/items").forEach(newest::add);
            cursor = page.at("/next").isNull() ? "" : "&cursor=" + page.at("/next").asText();
        } while (!cursor.isEmpty());
        assertThat(newest.reversed()).isEqualTo(List.copyOf(iterated(events)));
    }

    @Test
    void each_event_of_a_schedule_and_of_a_backfill_says_what_it_changed() throws Exception {
        var run = RunId.scheduled(DAILY, OFTEN, second(60));
        given(
                created(),
                new ScheduleStarted(OFTEN, DAILY, "often", second(60)),
                new ScheduleFired(OFTEN, second(60), run, second(120)),
                started(),
                new BackfillFired(BACKFILL, second(-120), run, List.of(run), second(-60)),
                new BackfillEnded(BACKFILL, BackfillEnd.CANCELLED, "enough"));

        var schedule = api.json("/v1/audit/history/" + OFTEN.value()).at("/items");
        assertThat(schedule.get(0).at("/changes").toString())
                .isEqualTo(
                        "[{\"path\":\"/next\",\"before\":null,\"after\":\"2026-03-01T12:01:00Z\"}]");
        assertThat(paths(schedule.get(1))).containsExactly("/next");

        var backfill = api.json("/v1/audit/history/" + BACKFILL).at("/items");
        assertThat(paths(backfill.get(0))).contains("/schedule", "/from", "/to");
        assertThat(paths(backfill.get(1))).containsExactly("/requested", "/next");
        assertThat(paths(backfill.get(2)))
                .containsExactly("/next", "/state", "/message", "/endedAt");
    }

    @Test
    void nothing_happened_to_what_there_is_not() throws Exception {
        assertThat(api.json("/v1/audit/history/" + UUID.randomUUID()).at("/items")).isEmpty();
        assertThat(api.get("/v1/audit/history/none").statusCode()).isEqualTo(400);
    }

    @Test
    void two_revisions_differ_in_what_they_differ_in() throws Exception {
        given(
                created(),
                new DeploymentUpdated(DAILY, 2, document("second"), List.of("schedules")),
                new DeploymentUpdated(DAILY, 3, document("third"), List.of("description")));

        var last = api.json("/v1/audit/deployments/hello/daily/diff");
        assertThat(last.at("/from/revision").asInt()).isEqualTo(2);
        assertThat(last.at("/to/revision").asInt()).isEqualTo(3);
        assertThat(last.at("/to/actor").asText()).isEqualTo("user:ada");
        assertThat(last.at("/to/document").isMissingNode()).isTrue();
        assertThat(last.at("/changes").toString())
                .isEqualTo(
                        "[{\"path\":\"/description\",\"before\":\"second\",\"after\":\"third\"}]");

        var back = api.json("/v1/audit/deployments/" + DAILY + "/diff?from=3&to=1");
        assertThat(back.at("/changes").findValuesAsText("path"))
                .containsExactly("/description", "/schedules/0");
        assertThat(api.get("/v1/audit/deployments/hello/daily/diff?to=4").body())
                .contains("REVISION_NOT_FOUND");
        assertThat(api.get("/v1/audit/deployments/hello/weekly/diff").body())
                .contains("DEPLOYMENT_NOT_FOUND");
        assertThat(api.get("/v1/audit/deployments/hello/daily/diff?from=0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_run_of_a_schedule_leads_to_who_made_the_schedule() throws Exception {
        var run = RunId.scheduled(DAILY, OFTEN, second(60));
        given(
                created(),
                new DeploymentUpdated(
                        DAILY, 2, document("second", every(60, "often")), List.of("schedules")),
                new DeploymentUpdated(
                        DAILY, 3, document("third", every(60, "often")), List.of("description")),
                requested(run, RunCause.scheduled(OFTEN, second(60)), 3));

        var why = api.json("/v1/audit/why/" + run);
        assertThat(why.at("/next").isNull()).isTrue();
        assertThat(why.at("/links")).hasSize(2);
        assertThat(why.at("/links/0/sentence").asText())
                .isEqualTo(
                        "Schedule 'often' came to 2026-03-01T12:01:00Z, and run 'brave-otter' of"
                                + " hello/daily was requested with revision 3.");
        assertThat(why.at("/links/0/event").asText()).isEqualTo(partition + ":4");
        assertThat(why.at("/links/1/kind").asText()).isEqualTo("SCHEDULE");
        assertThat(why.at("/links/1/revision").asInt()).isEqualTo(2);
        assertThat(why.at("/links/1/actor").asText()).isEqualTo("user:ada");
        assertThat(why.at("/links/1/reason").asText()).isEqualTo("because of the test");
        assertThat(why.at("/links/1/sentence").asText())
                .isEqualTo(
                        "user:ada put revision 2 of hello/daily, which made its schedules what"
                                + " they were then.");
    }

    @Test
    void a_run_of_a_run_of_a_rerun_leads_to_the_first_of_them() throws Exception {
        var first = Story.run(DAILY, 10);
        var again = Story.run(DAILY, 11);
        var child = Story.run(DAILY, 12);
        var itself = Story.run(DAILY, 13).asTracked();
        given(
                created(),
                started(),
                new BackfillFired(BACKFILL, second(-120), first, List.of(first), second(-60)),
                requested(first, new RunCause(OFTEN, second(-120), BACKFILL, null, null), 1),
                requested(again, RunCause.rerun(first, null), 1),
                requested(child, RunCause.asked(again, null, null), 1),
                Story.tracked(DAILY, itself, TrackedState.RUNNING, child));

        var why = api.json("/v1/audit/why/" + itself);
        assertThat(why.at("/links").findValuesAsText("kind"))
                .containsExactly("RUN", "RUN", "RUN", "RUN", "BACKFILL");
        assertThat(why.at("/links").findValuesAsText("sentence").get(1))
                .isEqualTo(
                        "The work of run %s asked for run 'brave-otter' of hello/daily, as user:ada."
                                .formatted(again));
        assertThat(why.at("/links").findValuesAsText("sentence").get(2))
                .isEqualTo(
                        "user:ada asked for run 'brave-otter' of hello/daily, to do again what run"
                                + " %s did.".formatted(first));
        assertThat(why.at("/links/4/sentence").asText()).startsWith("user:ada asked for the times");
        assertThat(why.at("/next").isNull()).isTrue();
        assertThat(api.get("/v1/audit/why/" + Story.run(DAILY, 99)).body())
                .contains("RUN_NOT_FOUND");
    }

    @Test
    void a_chain_has_its_length_and_goes_on_from_its_end() throws Exception {
        given(created());
        var parent = Story.run(DAILY, 100);
        given(Story.requested(DAILY, parent));
        for (int i = 1; i < 40; i++) {
            var child = Story.run(DAILY, 100 + i);
            given(requested(child, RunCause.asked(parent, null, null), 1));
            parent = child;
        }
        var why = api.json("/v1/audit/why/" + parent);
        assertThat(why.at("/links")).hasSize(32);
        var rest = api.json("/v1/audit/why/" + why.at("/next").asText());
        assertThat(rest.at("/links")).hasSize(8);
        assertThat(rest.at("/next").isNull()).isTrue();

        var orphan = Story.run(DAILY, 300);
        given(requested(orphan, RunCause.asked(Story.run(DAILY, 999), null, null), 1));
        var dark = api.json("/v1/audit/why/" + orphan);
        assertThat(dark.at("/links")).hasSize(1);
        assertThat(dark.at("/next").asText()).isEqualTo(Story.run(DAILY, 999).toString());
    }

    @Test
    void a_run_with_no_end_of_events_is_not_folded_for_one_answer() throws Exception {
        var run = Story.run(DAILY, 9);
        given(created(), Story.requested(DAILY, run));
        for (int i = 0; i < 10_000; i++) {
            story.then(DAILY, new RunLate(run, "again"));
        }
        story.events().forEach(api.views::fold);
        assertThat(api.get("/v1/audit/history/" + run).body()).contains("TOO_MANY_EVENTS");
        assertThat(api.get("/v1/audit/asof/runs/" + run + "?at=" + partition + ":5").statusCode())
                .isEqualTo(200);
    }

    private static DeploymentCreated created() {
        return new DeploymentCreated(
                DAILY, "hello", "daily", 1, document("first", every(60, "often")));
    }

    private static BackfillStarted started() {
        return new BackfillStarted(
                BACKFILL, DAILY, OFTEN, "often", second(-120), second(-60), 2, 1, second(-120));
    }

    private static RunRequested requested(RunId run, RunCause cause, int revision) {
        var plain = Story.requested(DAILY, run);
        return new RunRequested(
                run,
                DAILY,
                revision,
                plain.name(),
                plain.scheduledFor(),
                cause,
                plain.specification(),
                0);
    }

    private void given(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
        }
        // What was folded before is passed over.
        story.events().forEach(api.views::fold);
    }

    private static List<String> paths(JsonNode event) {
        return event.at("/changes").findValuesAsText("path");
    }

    private static List<JsonNode> iterated(JsonNode events) {
        var all = new ArrayList<JsonNode>();
        events.forEach(all::add);
        return all;
    }
}
