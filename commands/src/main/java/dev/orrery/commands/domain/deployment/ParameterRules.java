package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.jsonschema.JsonSchema;
import dev.orrery.schemas.jsonschema.Misfit;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.FieldError;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.util.List;
import java.util.Optional;

/** Whether parameters fit the schema of their deployment, where it has one that is enforced. */
public final class ParameterRules {

    private ParameterRules() {}

    /**
     * Whether a run may have these parameters.
     *
     * @param parameters all of them, the defaults of the deployment too
     */
    public static Optional<Rejected> check(DeploymentDocument document, Json parameters) {
        var wrong = new FirstWrong();
        wrong.parameters("/parameters", parameters);
        var schema = document.parameterSchema();
        if (schema != null && document.enforceParameters() && wrong.isNothing()) {
            checkFit(wrong, "/parameters", new JsonSchema(schema), parameters);
        }
        return wrong.found();
    }

    /** The schema itself, and what schedules run with: the defaults alone need not be complete. */
    static void checkDocument(FirstWrong wrong, DeploymentDocument document) {
        var schema = document.parameterSchema();
        if (schema == null) {
            return;
        }
        wrong.require(
                schema.isObject(), "/parameterSchema", "A schema of parameters is a JSON object.");
        wrong.require(
                schema.bytes() <= Limits.SETTINGS_BYTES_MAX,
                "/parameterSchema",
                "A schema of parameters has 64 KiB at most.");
        if (document.enforceParameters() && wrong.isNothing()) {
            var enforced = new JsonSchema(schema);
            refuse(
                    wrong,
                    Refusal.INVALID_COMMAND,
                    errors("/parameterSchema", enforced.faults()),
                    "The schema of the parameters is not one of JSON Schema 2020-12.");
            checkSchedules(wrong, enforced, document);
        }
    }

    private static void checkSchedules(
            FirstWrong wrong, JsonSchema schema, DeploymentDocument document) {
        for (int i = 0; i < document.schedules().size() && wrong.isNothing(); i++) {
            var schedule = document.schedules().get(i);
            if (schedule.active()) {
                var merged = document.parameters().overlaidWith(schedule.parameters());
                checkFit(wrong, "/schedules/" + i + "/parameters", schema, merged);
            }
        }
    }

    private static void checkFit(
            FirstWrong wrong, String field, JsonSchema schema, Json parameters) {
        refuse(
                wrong,
                Refusal.PARAMETERS_INVALID,
                errors(field, schema.misfits(parameters)),
                "The parameters do not fit the schema of the deployment.");
    }

    private static void refuse(
            FirstWrong wrong, Refusal refusal, List<FieldError> errors, String message) {
        if (!errors.isEmpty()) {
            wrong.refuse(refusal.of(errors, message));
        }
    }

    private static List<FieldError> errors(String field, List<Misfit> misfits) {
        return misfits.stream()
                .map(misfit -> new FieldError(field + misfit.pointer(), misfit.message()))
                .toList();
    }
}
