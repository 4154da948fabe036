package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.json.MalformedJson;
import dev.orrery.flows.type.FromJson;
import dev.orrery.flows.type.Schema;
import dev.orrery.flows.type.ToJson;
import dev.orrery.flows.type.Unfit;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a flow.
 *
 * @param name in the run's parameters
 * @param type of the method's parameter
 * @param description for people, or empty
 * @param mayBeNull whether null is a value of it
 * @param absent what stands for it where the run has none; nothing where it must have one
 */
record FlowParameter(
        String name, Type type, String description, boolean mayBeNull, @Nullable Json absent) {

    /**
     * @param inSource its name in the source, where that was asked for
     */
    static FlowParameter of(Parameter parameter, @Nullable String inSource) {
        var param = parameter.getAnnotation(Param.class);
        String name =
                param == null || param.value().isEmpty()
                        ? named(parameter, inSource)
                        : param.value();
        boolean mayBeNull =
                parameter.getType().equals(Optional.class)
                        || Schema.isNullable(parameter, parameter.getAnnotatedType());
        var type = parameter.getParameterizedType();
        Json absent = mayBeNull ? Json.NULL : null;
        if (param != null && !param.defaultValue().equals(Param.NONE)) {
            absent = defaultOf(name, type, param.defaultValue());
        }
        return new FlowParameter(
                name, type, param == null ? "" : param.description(), mayBeNull, absent);
    }

    private static String named(Parameter parameter, @Nullable String inSource) {
        if (inSource != null) {
            return inSource;
        }
        if (!parameter.isNamePresent()) {
            throw new SpecException(
                    "The method '%s' was compiled without its parameters' names: compile with"
                                    .formatted(parameter.getDeclaringExecutable().getName())
                            + " -parameters, or name them with @Param.");
        }
        return parameter.getName();
    }

    /** A text that is the value itself is tried first where only that can be meant. */
    private static Json defaultOf(String name, Type type, String text) {
        try {
            return ToJson.of(FromJson.to(type, Json.of(text), name), name);
        } catch (Unfit _) {
            // It is JSON then.
        }
        try {
            return ToJson.of(FromJson.to(type, Json.parse(text), name), name);
        } catch (MalformedJson _) {
            throw new SpecException(
                    "The default of '%s' is not a value of its type: '%s'.".formatted(name, text));
        } catch (Unfit wrong) {
            throw new SpecException("The default is none: " + wrong.getMessage());
        }
    }

    Json.Obj schema(Schema schemas) {
        var schema = schemas.of(type);
        if (mayBeNull && !type.equals(Optional.class)) {
            schema = schemas.orNull(schema);
        }
        if (!description.isEmpty()) {
            schema = schema.with("description", description);
        }
        return absent == null ? schema : schema.with("default", absent);
    }

    /**
     * @throws Unfit when it is missing, or not of the type
     */
    @Nullable Object of(Json.Obj parameters) {
        var given = parameters.get(name);
        var value = given == null ? absent : given;
        if (value == null) {
            throw new Unfit("The parameter '" + name + "' is missing.");
        }
        return FromJson.to(type, value, name);
    }
}
