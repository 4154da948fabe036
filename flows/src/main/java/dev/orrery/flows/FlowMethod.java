package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.type.Schema;
import dev.orrery.flows.type.Unfit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A method as a flow. What the loader and the runner work with; users need not. */
public final class FlowMethod {

    private static final int SCHEMA_BYTES_MAX = 64 * 1024;

    private final Method method;
    private final Flow flow;
    private final List<FlowParameter> parameters;

    private FlowMethod(Method method, Flow flow) {
        this.method = method;
        this.flow = flow;
        this.parameters = parameters(method);
    }

    private static List<FlowParameter> parameters(Method method) {
        var declared = method.getParameters();
        boolean isNamed = Arrays.stream(declared).allMatch(Parameter::isNamePresent);
        var names = isNamed ? List.<String>of() : SourceNames.of(method);
        var parameters = new ArrayList<FlowParameter>();
        for (int i = 0; i < declared.length; i++) {
            parameters.add(FlowParameter.of(declared[i], i < names.size() ? names.get(i) : null));
        }
        return List.copyOf(parameters);
    }

    /** The flows of a class, by the names of their methods. */
    public static List<FlowMethod> in(Class<?> type) {
        var flows = new ArrayList<FlowMethod>();
        for (var method : type.getDeclaredMethods()) {
            var flow = method.getAnnotation(Flow.class);
            if (flow != null && !method.isBridge()) {
                flows.add(new FlowMethod(method, flow));
            }
        }
        flows.sort((a, b) -> a.method.getName().compareTo(b.method.getName()));
        return flows;
    }

    /**
     * The one flow of a class that has this name.
     *
     * @param name the flow's or its method's; nothing where the class has but one
     * @throws SpecException when there is none, or more than one
     */
    public static FlowMethod of(Class<?> type, @Nullable String name) {
        var flows = in(type);
        var found = name == null ? flows : flows.stream().filter(f -> f.isCalled(name)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        var names = new TreeSet<>(flows.stream().map(FlowMethod::name).toList());
        String which = name == null ? "" : " '" + name + "'";
        throw new SpecException(
                flows.isEmpty()
                        ? "The class %s has no @Flow method.".formatted(type.getName())
                        : "The class %s has %s flow%s; it has %s: name one."
                                .formatted(
                                        type.getName(),
                                        found.isEmpty() ? "no" : "more than one",
                                        which,
                                        String.join(", ", names)));
    }

    private boolean isCalled(String name) {
        return method.getName().equals(name) || name().equals(name);
    }

    public String name() {
        return flow.name().isEmpty() ? flowName(method.getName()) : flow.name();
    }

    /** {@code helloWorld} and {@code hello_world} as hello-world. */
    static String flowName(String method) {
        return method.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }

    public @Nullable String description() {
        return flow.description().isEmpty() ? null : flow.description();
    }

    public @Nullable String version() {
        return flow.version().isEmpty() ? null : flow.version();
    }

    public Class<?> owner() {
        return method.getDeclaringClass();
    }

    public String methodName() {
        return method.getName();
    }

    /** The JSON Schema of its parameters; nothing where it would be larger than is stored. */
    public Json.@Nullable Obj schema() {
        var schemas = new Schema();
        var properties = Json.EMPTY;
        var required = new ArrayList<String>();
        for (var parameter : parameters) {
            properties = properties.with(parameter.name(), parameter.schema(schemas));
            if (parameter.absent() == null) {
                required.add(parameter.name());
            }
        }
        var schema =
                Json.object("type", "object")
                        .with("properties", properties)
                        .with("additionalProperties", Json.of(false));
        if (description() != null) {
            schema = schema.with("description", description());
        }
        if (!required.isEmpty()) {
            schema = schema.with("required", Json.texts(required));
        }
        if (!schemas.definitions().members().isEmpty()) {
            schema = schema.with("$defs", schemas.definitions());
        }
        int bytes = schema.toString().getBytes(StandardCharsets.UTF_8).length;
        return bytes <= SCHEMA_BYTES_MAX ? schema : null;
    }

    /**
     * @return what the method is called with
     * @throws Unfit when they do not fit; the message names the key
     */
    public @Nullable Object[] arguments(Json.Obj values) {
        var names = parameters.stream().map(FlowParameter::name).toList();
        for (var name : values.members().keySet()) {
            if (!names.contains(name)) {
                throw new Unfit(
                        "The flow '%s' has no parameter '%s'; it has %s."
                                .formatted(
                                        name(),
                                        name,
                                        names.isEmpty() ? "none" : String.join(", ", names)));
            }
        }
        return parameters.stream().map(parameter -> parameter.of(values)).toArray();
    }

    /** These values and the defaults of what is not among them. */
    public Json.Obj whole(Json.Obj values) {
        var whole = values;
        for (var parameter : parameters) {
            if (parameter.absent() != null && values.get(parameter.name()) == null) {
                whole = whole.with(parameter.name(), parameter.absent());
            }
        }
        return whole;
    }

    /**
     * Calls it, on a new object where it is not static.
     *
     * @throws InvocationTargetException when it throws; the cause is what it threw
     */
    public @Nullable Object call(@Nullable Object... arguments) throws InvocationTargetException {
        try {
            method.setAccessible(true);
            return method.invoke(receiver(), arguments);
        } catch (IllegalAccessException | InstantiationException impossible) {
            throw new SpecException("The flow '" + name() + "' can't be called: " + impossible);
        }
    }

    private @Nullable Object receiver()
            throws InvocationTargetException, InstantiationException, IllegalAccessException {
        if (Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        try {
            var constructor = owner().getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException _) {
            throw new SpecException(
                    "The method '%s' is not static, and the class %s has no constructor without parameters."
                            .formatted(methodName(), owner().getName()));
        }
    }
}
