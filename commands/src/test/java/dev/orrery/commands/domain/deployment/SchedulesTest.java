package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.inactive;
import static dev.orrery.commands.domain.Draft.scheduled;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.delete;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.pause;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.resume;
import static dev.orrery.commands.domain.deployment.Deployments.resumed;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static dev.orrery.commands.domain.deployment.Deployments.stopped;
import static dev.orrery.commands.domain.deployment.Deployments.updated;

import dev.orrery.commands.domain.Story;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of schedules when their deployment is created, changed, paused and deleted. */
class SchedulesTest {

    private static final ScheduleDocument HOURLY = every("hourly", Duration.ofHours(1));
    private static final ScheduleDocument DAILY = every("daily", Duration.ofDays(1));
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));
    private static final Instant TWO = NOON.plus(Duration.ofHours(2));
    private static final Instant MIDNIGHT = NOON.plus(Duration.ofHours(12));

    @Test
    void a_new_deployment_starts_its_schedules_in_their_order() {
        given().when(put(scheduled(HOURLY, DAILY)))
                .then(
                        created(scheduled(HOURLY, DAILY)),
                        started("hourly", ONE),
                        started("daily", MIDNIGHT));
    }

    @Test
    void an_inactive_schedule_is_not_started() {
        var document = scheduled(inactive(HOURLY), DAILY);

        given().when(put(document)).then(created(document), started("daily", MIDNIGHT));
    }

    @Test
    void a_schedule_that_is_added_starts() {
        var after = scheduled(HOURLY, DAILY);

        hourly().when(put(after)).then(updated(2, after, "schedules"), started("daily", MIDNIGHT));
    }

    @Test
    void a_schedule_that_is_taken_out_stops() {
        hourly().when(put(document())).then(updated(2, document(), "schedules"), stopped("hourly"));
    }

    @Test
    void a_schedule_that_has_another_interval_starts_again() {
        var after = scheduled(every("hourly", Duration.ofHours(2)));

        hourly().when(put(after)).then(updated(2, after, "schedules"), started("hourly", TWO));
    }

    @Test
    void a_schedule_that_nobody_understands_any_more_is_started_anew_when_it_is_mended() {
        var after = scheduled(HOURLY);

        onMars().at(TWO)
                .when(put(after))
                .then(
                        updated(2, after, "schedules"),
                        started("hourly", TWO.plus(Duration.ofHours(1))));
    }

    @Test
    void a_schedule_that_nobody_understands_any_more_stops_with_its_deployment() {
        onMars().at(TWO).when(delete()).then(deleted(), stopped("hourly"));
    }

    @Test
    void a_deployment_with_a_schedule_that_nobody_understands_is_paused_as_any_other() {
        onMars().at(TWO).when(pause()).then(paused(), stopped("hourly"));
    }

    @Test
    void a_schedule_that_has_another_anchor_starts_again() {
        var half = NOON.minus(Duration.ofMinutes(30));
        var after = scheduled(every("hourly", Duration.ofHours(1), half));

        hourly().when(put(after))
                .then(
                        updated(2, after, "schedules"),
                        started("hourly", NOON.plus(Duration.ofMinutes(30))));
    }

    @Test
    void to_write_the_anchor_that_was_meant_does_not_disturb_a_schedule() {
        var after = scheduled(every("hourly", Duration.ofHours(1), Instant.EPOCH));

        hourly().at(ONE.plusSeconds(1)).when(put(after)).then(updated(2, after, "schedules"));
    }

    @Test
    void a_schedule_that_has_another_name_is_another_schedule() {
        var after = scheduled(every("each hour", Duration.ofHours(1)));

        hourly().when(put(after))
                .then(updated(2, after, "schedules"), stopped("hourly"), started("each hour", ONE));
    }

    @Test
    void a_schedule_that_is_switched_off_stops_and_switched_on_starts() {
        var off = scheduled(inactive(HOURLY));

        hourly().when(put(off)).then(updated(2, off, "schedules"), stopped("hourly"));
        hourly().and(updated(2, off, "schedules"), stopped("hourly"))
                .when(put(scheduled(HOURLY)))
                .then(updated(3, scheduled(HOURLY), "schedules"), started("hourly", ONE));
    }

    @Test
    void other_parameters_do_not_disturb_a_schedule() {
        var after = scheduled(with(HOURLY, Json.parse("{\"name\":\"moon\"}")));

        hourly().at(ONE.plusSeconds(1)).when(put(after)).then(updated(2, after, "schedules"));
    }

    @Test
    void another_description_does_not_disturb_a_schedule() {
        var after =
                document(draft -> {
                    draft.description = "New";
                    draft.schedules = List.of(HOURLY);
                });

        hourly().at(ONE.plusSeconds(1)).when(put(after)).then(updated(2, after, "description"));
    }

    @Test
    void another_order_does_not_disturb_schedules() {
        var after = scheduled(DAILY, HOURLY);

        given(created(scheduled(HOURLY, DAILY)), started("hourly", ONE), started("daily", MIDNIGHT))
                .when(put(after))
                .then(updated(2, after, "schedules"));
    }

    @Test
    void a_pause_stops_the_schedules_that_wait_and_no_others() {
        given(created(scheduled(HOURLY, inactive(DAILY))), started("hourly", ONE))
                .when(pause())
                .then(paused(), stopped("hourly"));
    }

    @Test
    void a_resume_starts_them_from_now() {
        hourly().and(paused(), stopped("hourly"))
                .at(ONE.plusSeconds(1))
                .when(resume())
                .then(resumed(), started("hourly", TWO));
    }

    @Test
    void an_update_of_a_paused_deployment_starts_and_stops_nothing() {
        var after = scheduled(DAILY);

        hourly().and(paused(), stopped("hourly"))
                .when(put(after))
                .then(updated(2, after, "schedules"));
    }

    @Test
    void a_resume_starts_what_the_document_says_by_then() {
        hourly().and(paused(), stopped("hourly"), updated(2, scheduled(DAILY), "schedules"))
                .when(resume())
                .then(resumed(), started("daily", MIDNIGHT));
    }

    @Test
    void a_delete_stops_the_schedules() {
        hourly().when(delete()).then(deleted(), stopped("hourly"));
    }

    @Test
    void a_delete_of_a_paused_deployment_has_nothing_to_stop() {
        hourly().and(paused(), stopped("hourly")).when(delete()).then(deleted());
    }

    @Test
    void a_deployment_that_comes_back_starts_its_schedules_from_now() {
        hourly().and(deleted(), stopped("hourly"))
                .at(ONE)
                .when(put(scheduled(HOURLY)))
                .then(created(2, scheduled(HOURLY)), started("hourly", TWO));
    }

    /** As an earlier version may have started it. */
    private static Story onMars() {
        var cron = new ScheduleDocument.Cron("0 * * * *", "Mars/Base");
        var schedule =
                new ScheduleDocument(
                        "hourly",
                        null,
                        cron,
                        null,
                        Json.EMPTY_OBJECT,
                        true,
                        null,
                        null,
                        0,
                        CatchUp.DEFAULT);
        return given(created(scheduled(schedule)), started("hourly", ONE));
    }

    private static Story hourly() {
        DeploymentDocument document = scheduled(HOURLY);
        return given(created(document), started("hourly", ONE));
    }
}
