package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Tracking;
import dev.orrery.flows.type.ToJson;
import dev.orrery.flows.type.Unfit;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls flows from a program's own {@code main}. The call is a run that the server ({@code
 * ORRERY_API_URL}) is told of, with its parameters, output and result; with no server it is kept in
 * a journal and told later. On a runner, within another flow, and with {@code ORRERY_TRACKING=off}
 * it is a plain call; with {@code on}, in a process that a run started, it is a run with that one
 * as its parent.
 */
public final class Flows {

    private Flows() {}

    /** A flow that gives something. */
    @FunctionalInterface
    public interface Call<T extends @Nullable Object, X extends Throwable>
            extends Tracking.Body<T, X> {}

    /** A flow that gives nothing. */
    @FunctionalInterface
    public interface Action<X extends Throwable> {
        void run() throws X;
    }

    /**
     * Calls the one flow of a class, with the defaults of its parameters.
     *
     * @return what the method returns
     * @throws Exception what the method throws
     */
    public static @Nullable Object run(Class<?> flowClass) throws Exception {
        return run(flowClass, null, Map.of());
    }

    /**
     * Calls a flow by its name.
     *
     * @param flow the flow's name, or its method's
     * @param parameters by name; converted to the types of the method
     * @return what the method returns
     * @throws Exception what the method throws
     * @throws SpecException when there is no such flow, or the parameters do not fit it
     */
    public static @Nullable Object run(
            Class<?> flowClass, @Nullable String flow, Map<String, ?> parameters) throws Exception {
        var method = FlowMethod.of(flowClass, flow);
        var values = json(parameters);
        @Nullable Object[] arguments;
        try {
            arguments = method.arguments(values);
        } catch (Unfit wrong) {
            throw new SpecException(String.valueOf(wrong.getMessage()));
        }
        String entrypoint = method.owner().getName() + "." + method.methodName();
        var call = new Tracking.Called(method.name(), entrypoint, method.whole(values));
        return tracked(call, () -> called(method, arguments));
    }

    /** Calls a flow as code: {@code String hi = Flows.call("hello", () -> hello("you"))}. */
    public static <T extends @Nullable Object, X extends Throwable> T call(
            String flow, Call<T, X> body) throws X {
        return call(flow, Map.of(), body);
    }

    /**
     * @param parameters to be shown with the run
     */
    public static <T extends @Nullable Object, X extends Throwable> T call(
            String flow, Map<String, ?> parameters, Call<T, X> body) throws X {
        return tracked(new Tracking.Called(flow, null, json(parameters)), body);
    }

    /** Calls a flow that gives nothing: {@code Flows.run("hello", () -> hello("you"))}. */
    public static <X extends Throwable> void run(String flow, Action<X> body) throws X {
        run(flow, Map.of(), body);
    }

    /**
     * @param parameters to be shown with the run
     */
    public static <X extends Throwable> void run(
            String flow, Map<String, ?> parameters, Action<X> body) throws X {
        Flows.<@Nullable Object, X>tracked(
                new Tracking.Called(flow, null, json(parameters)),
                () -> {
                    body.run();
                    return null;
                });
    }

    private static <T extends @Nullable Object, X extends Throwable> T tracked(
            Tracking.Called called, Tracking.Body<T, X> body) throws X {
        if (Tracking.isRefused()) {
            throw new SpecException(
                    "The flow '"
                            + called.flow()
                            + "' is called while its file is loaded; call it in main.");
        }
        return Tracking.call(called, body, Traces::text);
    }

    private static @Nullable Object called(FlowMethod method, @Nullable Object[] arguments)
            throws Exception {
        try {
            return method.call(arguments);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getCause()) {
                case Exception failure -> throw failure;
                case Error fault -> throw fault;
                case null, default -> throw thrown;
            }
        }
    }

    private static Json.Obj json(Map<String, ?> parameters) {
        try {
            return (Json.Obj) ToJson.of(parameters, "parameters");
        } catch (Unfit wrong) {
            throw new SpecException(String.valueOf(wrong.getMessage()));
        }
    }
}
