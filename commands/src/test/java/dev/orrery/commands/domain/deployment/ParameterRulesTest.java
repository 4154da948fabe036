package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.inactive;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;
import static dev.orrery.schemas.reply.Refusal.PARAMETERS_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.reply.Reply.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Parameters fit the schema of their deployment, where it is enforced. */
class ParameterRulesTest {

    private static final Json SCHEMA =
            json(
                    "{'type':'object','required':['day'],'additionalProperties':false,"
                            + "'properties':{'day':{'type':'string'},'times':{'type':'integer'}}}");
    private static final ScheduleDocument HOURLY = every("hourly", Duration.ofHours(1));

    @Test
    void a_run_with_parameters_that_fit_is_made() {
        assertThat(given(created(daily(_ -> {}))).when(request("{'day':'today'}")).events())
                .hasSize(1);
    }

    @Test
    void each_parameter_that_does_not_fit_is_told() {
        var rejection =
                given(created(daily(_ -> {}))).when(request("{'times':'two','a/b':1}")).rejection();

        assertThat(rejection.code()).isEqualTo(PARAMETERS_INVALID.name());
        assertThat(rejection.errors())
                .containsExactly(
                        new FieldError("/parameters/times", "String found, integer expected."),
                        new FieldError(
                                "/parameters/a~1b",
                                "Property 'a/b' is not defined in the schema and the schema does"
                                        + " not allow additional properties."),
                        new FieldError("/parameters/day", "Required property 'day' not found."));
        assertThat(rejection.field()).isEqualTo("/parameters/times");
    }

    @Test
    void the_defaults_of_the_deployment_count() {
        var complete = daily(draft -> draft.parameters = json("{'day':'today'}"));

        assertThat(given(created(complete)).when(request("{'times':2}")).events()).hasSize(1);
        given(created(complete))
                .when(request("{'day':7}"))
                .thenRejected(PARAMETERS_INVALID, "/parameters/day");
    }

    @Test
    void what_is_not_enforced_is_not_checked() {
        var free = daily(draft -> draft.enforceParameters = false);

        assertThat(given(created(free)).when(request("{'day':7}")).events()).hasSize(1);
        accepted(draft -> {
            draft.parameterSchema = json("{'type':'anything'}");
            draft.enforceParameters = false;
        });
    }

    @Test
    void the_defaults_need_not_be_complete() {
        accepted(schema(SCHEMA, _ -> {}));
    }

    @Test
    void what_an_active_schedule_runs_with_fits() {
        refused(
                schema(SCHEMA, draft -> draft.schedules = List.of(HOURLY)),
                PARAMETERS_INVALID,
                "/schedules/0/parameters/day");
        accepted(schema(SCHEMA, draft -> draft.schedules = List.of(inactive(HOURLY))));
        accepted(
                schema(
                        SCHEMA,
                        draft -> draft.schedules = List.of(with(HOURLY, json("{'day':'x'}")))));
    }

    @Test
    void a_schema_is_one() {
        refused(
                schema(json("{'properties':{'p':{'type':'int'}}}"), _ -> {}),
                INVALID_COMMAND,
                "/parameterSchema/properties/p/type");
        refused(
                schema(json("{'$ref':'http://127.0.0.1:1/'}"), _ -> {}),
                INVALID_COMMAND,
                "/parameterSchema/$ref");
        refused(
                schema(json("{'pattern':'(?=x)'}"), _ -> {}),
                INVALID_COMMAND,
                "/parameterSchema/pattern");
        refused(
                draft -> {
                    draft.parameterSchema = json("[]");
                    draft.enforceParameters = false;
                },
                INVALID_COMMAND,
                "/parameterSchema");
    }

    @Test
    void a_schema_that_goes_round_refuses_a_run_and_no_more() {
        var round = daily(draft -> draft.parameterSchema = json("{'$ref':'#'}"));

        given(created(round))
                .when(request("{'day':'today'}"))
                .thenRejected(PARAMETERS_INVALID, "/parameters");
    }

    private static DeploymentDocument daily(Consumer<Draft> change) {
        return document(schema(SCHEMA, change));
    }

    private static Consumer<Draft> schema(Json schema, Consumer<Draft> change) {
        Consumer<Draft> first =
                draft -> {
                    draft.parameters = Json.EMPTY_OBJECT;
                    draft.parameterSchema = schema;
                };
        return first.andThen(change);
    }

    private static RequestRun request(String parameters) {
        return new RequestRun(DEPLOYMENT, null, json(parameters));
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void the_same_document_is_checked_too() {
        var document = document(schema(json("{'pattern':'(?=x)'}"), _ -> {}));

        given(created(document))
                .when(put(document))
                .thenRejected(INVALID_COMMAND, "/parameterSchema/pattern");
    }
}
