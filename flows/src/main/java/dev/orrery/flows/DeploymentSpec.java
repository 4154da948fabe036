package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A flow with the settings to run it by: what {@code orrery deployment create HelloFlow.java}
 * creates, where it is marked with {@link Deployment}. A value: each {@code with} gives another.
 */
public final class DeploymentSpec {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String name;
    private final FlowReference flow;
    private final Packaging packaging;
    private final Json.Obj document;
    private final Place place;

    private DeploymentSpec(
            String name, FlowReference flow, Packaging packaging, Json.Obj document, Place place) {
        this.name = name;
        this.flow = flow;
        this.packaging = packaging;
        this.document = document;
        this.place = place;
    }

    /** Of the one flow of a class. */
    public static DeploymentSpec of(String name, Class<?> flowClass) {
        return of(name, new FlowReference.InClass(flowClass, null));
    }

    /**
     * @param flow the flow's name, or its method's
     */
    public static DeploymentSpec of(String name, Class<?> flowClass, String flow) {
        return of(name, new FlowReference.InClass(flowClass, flow));
    }

    /**
     * Of a flow by its method: {@code DeploymentSpec.of("daily", HelloFlow::hello)}. One with more
     * than eight parameters is named by its class and its name.
     */
    public static DeploymentSpec of(String name, MethodReference.Of0 flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A> DeploymentSpec of(String name, MethodReference.Of1<A> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B> DeploymentSpec of(String name, MethodReference.Of2<A, B> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C> DeploymentSpec of(String name, MethodReference.Of3<A, B, C> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C, D> DeploymentSpec of(
            String name, MethodReference.Of4<A, B, C, D> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C, D, E> DeploymentSpec of(
            String name, MethodReference.Of5<A, B, C, D, E> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C, D, E, F> DeploymentSpec of(
            String name, MethodReference.Of6<A, B, C, D, E, F> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C, D, E, F, G> DeploymentSpec of(
            String name, MethodReference.Of7<A, B, C, D, E, F, G> flow) {
        return of(name, MethodReference.flow(flow));
    }

    public static <A, B, C, D, E, F, G, H> DeploymentSpec of(
            String name, MethodReference.Of8<A, B, C, D, E, F, G, H> flow) {
        return of(name, MethodReference.flow(flow));
    }

    /**
     * Of the one flow of a file that is not compiled with this one.
     *
     * @param flowLocation a source file, a jar or a class folder, relative to this file's folder
     */
    public static DeploymentSpec at(String name, String flowLocation) {
        return of(name, new FlowReference.InFile(flowLocation, null));
    }

    /**
     * @param flow the flow's name, or its method's
     */
    public static DeploymentSpec at(String name, String flowLocation, String flow) {
        return of(name, new FlowReference.InFile(flowLocation, flow));
    }

    private static DeploymentSpec of(String name, FlowReference flow) {
        if (name.isBlank()) {
            throw new SpecException("A deployment needs a name.");
        }
        return new DeploymentSpec(name, flow, Packaging.PUSHED, Json.EMPTY, Place.ofCaller());
    }

    public String name() {
        return name;
    }

    public DeploymentSpec withDescription(String description) {
        return with("description", Json.of(description));
    }

    /** With a label of the code; the command line takes the Git commit otherwise. */
    public DeploymentSpec withVersion(String version) {
        return with("version", Json.of(version));
    }

    public DeploymentSpec withTags(String... tags) {
        return with("tags", Json.texts(List.of(tags)));
    }

    public DeploymentSpec withLabels(Map<String, String> labels) {
        return with("labels", Schedule.json(labels, "labels"));
    }

    /**
     * With the defaults of each run: JSON, or records, enums, times, UUIDs, paths and the like.
     *
     * @throws SpecException when one can't be JSON; the message names the key
     */
    public DeploymentSpec withParameters(Map<String, ?> parameters) {
        return with("parameters", Schedule.json(parameters, "parameters"));
    }

    /** With one parameter more, or another in its place. */
    public DeploymentSpec withParameter(String key, @Nullable Object value) {
        var one = new TreeMap<String, Json>();
        one.put(key, value == null ? Json.NULL : Schedule.json(value, "parameters." + key));
        return with("parameters", object("parameters").withAll(one));
    }

    /** With variables for the run, laid over those it has. */
    public DeploymentSpec withEnvironment(Map<String, String> variables) {
        variables.keySet().stream()
                .filter(variable -> !VARIABLE.matcher(variable).matches())
                .findFirst()
                .ifPresent(wrong -> {
                    throw new SpecException("'env." + wrong + "' can't be the name of a variable.");
                });
        var texts = (Json.Obj) Schedule.json(variables, "env");
        return with("environment", object("environment").withAll(texts.members()));
    }

    /** With one schedule more. */
    public DeploymentSpec withSchedule(Schedule schedule) {
        var schedules = new ArrayList<Json>();
        if (document.get("schedules") instanceof Json.Array array) {
            schedules.addAll(array.items());
        }
        Set<String> taken = new HashSet<>();
        schedules.forEach(other -> taken.add(String.valueOf(((Json.Obj) other).text("name"))));
        schedules.add(schedule.document(taken, schedules.size()));
        return with("schedules", new Json.Array(schedules));
    }

    /** With the pool whose runners run it. */
    public DeploymentSpec withWorkPool(String pool) {
        return with("pool", Json.of(pool));
    }

    /**
     * With where a run runs.
     *
     * @param type that runners know, such as {@code process}
     */
    public DeploymentSpec withInfrastructure(String type, Map<String, ?> settings) {
        var written = Schedule.json(settings, "infrastructure");
        return with("infrastructure", Json.object("type", type).with("settings", written));
    }

    /** With a time after which a run is ended; whole seconds, 1 or more. */
    public DeploymentSpec withTimeout(Duration timeout) {
        long seconds = Schedule.wholeSeconds(timeout, "A time-out");
        return with("timeoutSeconds", Json.of(seconds));
    }

    /** With a time after which a run fails that no runner has taken; whole seconds, 1 or more. */
    public DeploymentSpec withQueueTimeout(Duration timeout) {
        long seconds = Schedule.wholeSeconds(timeout, "A time-out");
        return with("queueTimeoutSeconds", Json.of(seconds));
    }

    /** With another attempt after one that ended badly. */
    public DeploymentSpec withRetry(Retry retry) {
        return with("retry", retry.document());
    }

    /** With so many runs under way at once at most; others wait. */
    public DeploymentSpec withConcurrency(int limit) {
        return withConcurrency(limit, Collision.QUEUE);
    }

    /**
     * @param collision what becomes of a run that finds no room
     */
    public DeploymentSpec withConcurrency(int limit, Collision collision) {
        return with(
                "concurrency",
                Json.object("limit", Json.of(limit)).with("collision", collision.written()));
    }

    /** With parameters that are not refused when they do not fit the flow's signature. */
    public DeploymentSpec withoutEnforcedParameters() {
        return with("enforceParameters", Json.of(false));
    }

    /** With who answers for it, for filters. */
    public DeploymentSpec withOwner(String owner) {
        return with("owner", Json.of(owner));
    }

    /**
     * With the folder that is packaged and is the run's working folder; by default the flow's.
     *
     * @param folder relative to this file's folder
     */
    public DeploymentSpec withPath(String folder) {
        return with(new Packaging(folder, packaging.push(), packaging.storage()));
    }

    /**
     * Not stored on the server: only a runner of this host can run it. With a storage, its code is
     * there already.
     */
    public DeploymentSpec notPushed() {
        return with(new Packaging(packaging.path(), false, packaging.storage()));
    }

    /** With a place where the code is kept instead. */
    public DeploymentSpec withStorage(Storage storage) {
        return with(new Packaging(packaging.path(), packaging.push(), storage));
    }

    private DeploymentSpec with(Packaging other) {
        return new DeploymentSpec(name, flow, other, document, place);
    }

    private DeploymentSpec with(String field, Json value) {
        return new DeploymentSpec(name, flow, packaging, document.with(field, value), place);
    }

    private Json.Obj object(String field) {
        return document.get(field) instanceof Json.Obj object ? object : Json.EMPTY;
    }

    /**
     * Creates or updates the deployment on the server ({@code ORRERY_API_URL}), by way of the
     * program {@code orrery}: the one that {@code ORRERY_LAUNCHER} names, that of the same
     * distribution, or the one on the PATH. For a {@code main}; a file that is only loaded declares
     * its deployments.
     *
     * @return the deployment's id
     * @throws SpecException when the deployment can't be what it says
     * @throws LaunchException when the program is not found, or refused; it has said why
     */
    public UUID apply() {
        return Applying.apply(this);
    }

    /** For the loader. */
    public FlowReference flow() {
        return flow;
    }

    /** For the loader. */
    public Packaging packaging() {
        return packaging;
    }

    /** For the loader. */
    public Place place() {
        return place;
    }

    /**
     * The body of the PUT without code and path, which whoever packages knows. What is absent and
     * what is default are the same, so both are left out.
     */
    public Json.Obj document(FlowMethod of, Json entrypoint) {
        var whole = document.with("entrypoint", entrypoint);
        if (document.get("description") == null && of.description() != null) {
            whole = whole.with("description", of.description());
        }
        if (document.get("version") == null && of.version() != null) {
            whole = whole.with("version", of.version());
        }
        var schema = of.schema();
        if (schema != null) {
            whole = whole.with("parameterSchema", schema);
        }
        var kept = new TreeMap<>(whole.members());
        kept.entrySet().removeIf(field -> isDefault(field.getKey(), field.getValue()));
        return new Json.Obj(kept);
    }

    private static boolean isDefault(String field, Json value) {
        return switch (value) {
            case Json.Nothing _ -> true;
            case Json.Text text ->
                    text.value().isEmpty()
                            || (field.equals("pool") && text.value().equals("default"));
            case Json.Array array -> array.items().isEmpty();
            case Json.Obj object ->
                    object.members().isEmpty()
                            || (field.equals("infrastructure")
                                    && "process".equals(object.text("type"))
                                    && Json.EMPTY.equals(object.get("settings")));
            case Json.Bool _, Json.Num _ -> false;
        };
    }

    @Override
    public String toString() {
        return "DeploymentSpec(" + name + ")";
    }
}
