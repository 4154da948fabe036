package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Limits.NAME_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.PARAMETERS_BYTES_MAX;
import static dev.orrery.commands.domain.Story.ACTOR;
import static dev.orrery.commands.domain.Story.COMMAND;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.schemas.reply.Refusal.DEPLOYMENT_NOT_FOUND;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.PARAMETERS_TOO_LARGE;
import static dev.orrery.schemas.reply.Refusal.POOL_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.Story;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is asked for and takes with it all that it needs. */
class RunRequestTest {

    @Test
    void a_run_carries_everything_that_it_needs() {
        var document = document();
        var run = RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON);

        given(created(document))
                .when(request("my run", "{}"))
                .then(
                        new RunRequested(
                                run,
                                DEPLOYMENT,
                                1,
                                "my run",
                                NOON,
                                RunCause.COMMAND,
                                new RunSpecification(
                                        document.entrypoint(),
                                        document.code(),
                                        document.path(),
                                        document.parameters(),
                                        document.environment(),
                                        document.tags(),
                                        document.pool(),
                                        document.infrastructure(),
                                        document.timeoutSeconds(),
                                        document.retry(),
                                        document.queueTimeoutSeconds()),
                                0));
    }

    @Test
    void it_starts_when_it_is_wanted_but_not_before_it_was_asked_for() {
        assertThat(requested(at(NOON.plusSeconds(60), null)).scheduledFor())
                .isEqualTo(NOON.plusSeconds(60));
        assertThat(requested(at(NOON.minusSeconds(60), null)).scheduledFor()).isEqualTo(NOON);
        assertThat(requested(at(null, 90L)).scheduledFor()).isEqualTo(NOON.plusSeconds(90));
        assertThat(requested(at(null, 0L)).scheduledFor()).isEqualTo(NOON);
    }

    @Test
    void it_is_for_the_time_at_which_it_starts_or_for_a_nominal_time_that_was_named() {
        var inAMinute = NOON.plusSeconds(60);
        assertThat(requested(at(inAMinute, null)).scheduledTime()).isEqualTo(inAMinute);
        var yesterday = NOON.minusSeconds(86_400);
        var named = requested(naming(yesterday));
        assertThat(named.scheduledTime()).isEqualTo(yesterday);
        assertThat(named.scheduledFor()).isEqualTo(NOON);
        assertThat(named.cause().schedule()).isNull();
        live().when(naming(Instant.parse("+12345-01-01T00:00:00Z")))
                .thenRejected(Refusal.INVALID_COMMAND, "/nominal");
    }

    @Test
    void it_has_a_time_or_a_delay_and_neither_is_endless() {
        var max = Limits.DELAY_SECONDS_MAX;
        assertThat(requested(at(null, max)).scheduledFor()).isEqualTo(NOON.plusSeconds(max));
        live().when(at(NOON, 1L)).thenRejected(Refusal.INVALID_COMMAND, "/delaySeconds");
        live().when(at(null, -1L)).thenRejected(Refusal.INVALID_COMMAND, "/delaySeconds");
        live().when(at(null, max + 1)).thenRejected(Refusal.INVALID_COMMAND, "/delaySeconds");
        live().when(at(NOON.plusSeconds(max + 1), null))
                .thenRejected(Refusal.INVALID_COMMAND, "/scheduledFor");
    }

    @Test
    void its_tags_stand_after_those_of_the_deployment_each_once() {
        assertThat(requested(tagged("daily", "urgent")).specification().tags())
                .containsExactly("example", "daily", "urgent");
        live().when(tagged(" ")).thenRejected(Refusal.INVALID_COMMAND, "/tags/0");
        var many = IntStream.range(0, 99).mapToObj(i -> "tag-" + i).toArray(String[]::new);
        live().when(tagged(many)).thenRejected(Refusal.INVALID_COMMAND, "/tags");
    }

    private static RequestRun at(@Nullable Instant time, @Nullable Long delaySeconds) {
        return new RequestRun(DEPLOYMENT, null, Json.EMPTY_OBJECT, List.of(), time, delaySeconds);
    }

    private static RequestRun naming(Instant nominal) {
        return new RequestRun(
                DEPLOYMENT, null, Json.EMPTY_OBJECT, List.of(), null, null, 0, null, null, nominal);
    }

    private static RequestRun tagged(String... tags) {
        return new RequestRun(DEPLOYMENT, null, Json.EMPTY_OBJECT, List.of(tags), null, null);
    }

    @Test
    void its_parameters_are_laid_over_the_deployments() {
        assertThat(requested(request(null, "{\"times\":3,\"new\":[1]}")).specification())
                .extracting(RunSpecification::parameters)
                .isEqualTo(Json.parse("{\"name\":\"world\",\"new\":[1],\"times\":3}"));
    }

    @Test
    void it_carries_the_revision_that_the_deployment_has_now() {
        var second = document(draft -> draft.path = "/srv/second");
        var run =
                given(created(document()), updated(2, second, "path"))
                        .when(request(null, "{}"))
                        .first(RunRequested.class);

        assertThat(run.revision()).isEqualTo(2);
        assertThat(run.specification().path()).isEqualTo("/srv/second");
    }

    @Test
    void a_later_change_of_the_deployment_changes_nothing_of_the_run() {
        var second = document(draft -> draft.pool = "large");
        var outcome = live().when(request(null, "{}"));
        var requested = outcome.first(RunRequested.class);
        var queued = outcome.world().run(requested.run());

        for (var event : List.of(updated(2, second, "pool"), paused(), deleted())) {
            outcome.world().evolve(event, NOON.plusSeconds(1));
        }

        assertThat(outcome.world().run(requested.run())).isEqualTo(queued);
        assertThat(requested.specification().pool()).isEqualTo("default");
    }

    @Test
    void the_same_command_at_the_same_time_asks_for_the_same_run() {
        assertThat(requested(request(null, "{}"))).isEqualTo(requested(request(null, "{}")));
    }

    @Test
    void another_command_asks_for_another_run() {
        var other =
                given(created(document()))
                        .when(request(null, "{}"), new CommandId("command-2"))
                        .first(RunRequested.class);

        assertThat(other.run()).isNotEqualTo(requested(request(null, "{}")).run());
    }

    @Test
    void another_actor_that_calls_its_command_the_same_asks_for_another_run() {
        var other = live().when(request(null, "{}"), "grace", COMMAND).first(RunRequested.class);

        assertThat(other.run()).isNotEqualTo(requested(request(null, "{}")).run());
    }

    @Test
    void a_run_without_a_name_gets_one_from_its_id() {
        var run = requested(request(null, "{}"));

        assertThat(run.name()).isEqualTo(RunNames.of(run.run())).matches("[a-z]+-[a-z]+");
    }

    @Test
    void every_id_has_a_name_and_all_names_are_used() {
        var names =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> RunNames.of(RunId.requested(DEPLOYMENT, ACTOR, id(i), NOON)))
                        .distinct();

        assertThat(names).hasSize(32 * 32).allMatch(name -> name.matches("[a-z]+-[a-z]+"));
    }

    @Test
    void a_paused_deployment_still_runs_when_asked() {
        var run =
                given(created(document()), paused())
                        .when(request(null, "{}"))
                        .first(RunRequested.class);

        assertThat(run.scheduledFor()).isEqualTo(NOON);
    }

    @Test
    void a_deployment_whose_pool_is_not_served_any_more_does_not_run() {
        live().serving("large").when(request(null, "{}")).thenRejected(POOL_UNKNOWN);
    }

    @Test
    void what_never_was_or_was_deleted_does_not_run() {
        given().when(request(null, "{}")).thenRejected(DEPLOYMENT_NOT_FOUND);
        given(created(document()), deleted())
                .when(request(null, "{}"))
                .thenRejected(DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void a_name_has_255_characters_at_most() {
        var longest = "n".repeat(NAME_CHARACTERS_MAX);

        assertThat(requested(request(longest, "{}")).name()).isEqualTo(longest);
        live().when(request(longest + "n", "{}")).thenRejected(INVALID_COMMAND, "/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "line\nend", "nul\0", "lone\ud83d", "padded "})
    void a_name_that_would_break_a_page_is_refused(String name) {
        live().when(request(name, "{}")).thenRejected(INVALID_COMMAND, "/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"{}\""})
    void parameters_are_a_json_object(String parameters) {
        live().when(request(null, parameters)).thenRejected(INVALID_COMMAND, "/parameters");
    }

    @Test
    void parameters_have_512_KiB_at_most() {
        var empty = document(draft -> draft.parameters = Json.EMPTY_OBJECT);

        assertThat(given(created(empty)).when(request(null, object(PARAMETERS_BYTES_MAX))).events())
                .hasSize(1);
        given(created(empty))
                .when(request(null, object(PARAMETERS_BYTES_MAX + 1)))
                .thenRejected(PARAMETERS_TOO_LARGE, "/parameters");
    }

    @Test
    void merged_parameters_have_the_limit_together() {
        // Merged with {"name":"world","times":1} an object loses its braces and wins a comma.
        int room = PARAMETERS_BYTES_MAX - document().parameters().bytes() + 1;

        assertThat(requested(request(null, object(room))).specification().parameters().bytes())
                .isEqualTo(PARAMETERS_BYTES_MAX);
        live().when(request(null, object(room + 1)))
                .thenRejected(PARAMETERS_TOO_LARGE, "/parameters");
    }

    private static Story live() {
        return given(created(document()));
    }

    private static RunRequested requested(RequestRun command) {
        return live().when(command).first(RunRequested.class);
    }

    private static RequestRun request(@Nullable String name, String parameters) {
        return new RequestRun(DEPLOYMENT, name, Json.parse(parameters));
    }

    private static CommandId id(int number) {
        return new CommandId("command-" + number);
    }

    /** An object of one member that has so many bytes. */
    private static String object(int bytes) {
        return "{\"k\":\"" + "x".repeat(bytes - "{'k':''}".length()) + "\"}";
    }
}
