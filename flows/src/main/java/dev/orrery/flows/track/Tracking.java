package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls of flows: which are runs of their own. */
public final class Tracking {

    private static final String SERVER = "http://localhost:4200";
    private static final Set<String> ON = Set.of("on", "1", "true", "yes");
    private static final Set<String> OFF = Set.of("off", "0", "false", "no");

    /** Inherited, so that what a flow's threads call counts as part of it. */
    private static final InheritableThreadLocal<@Nullable TrackedRun> CURRENT =
            new InheritableThreadLocal<>();

    private static final Set<TrackedRun> ACTIVE = ConcurrentHashMap.newKeySet();
    private static final ReentrantLock STREAMS = new ReentrantLock();
    private static @Nullable PrintStream plainOut;
    private static @Nullable PrintStream plainErr;
    private static @Nullable PrintStream teeOut;
    private static @Nullable PrintStream teeErr;
    private static boolean watched;
    private static volatile boolean loading;
    private static volatile boolean executing;

    private Tracking() {}

    /**
     * What is called.
     *
     * @param flow its name
     * @param entrypoint the method, for people
     * @param parameters as they are shown
     */
    public record Called(String flow, @Nullable String entrypoint, Json.Obj parameters) {}

    /**
     * A flow.
     *
     * @param <T> what it gives
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Body<T extends @Nullable Object, X extends Throwable> {
        T call() throws X;
    }

    /** From now on this process loads a file, and calls no flow of it. */
    public static void refuse() {
        loading = true;
    }

    /** From now on this process executes a flow for a runner: its calls are part of that run. */
    public static void execute() {
        executing = true;
    }

    public static boolean isRefused() {
        return loading;
    }

    /**
     * Calls a flow; as a run of its own unless it is part of one.
     *
     * @param trace a failure as the run's output shows it
     */
    public static <T extends @Nullable Object, X extends Throwable> T call(
            Called called, Body<T, X> body, Function<Throwable, String> trace) throws X {
        var run = isTracked() ? begin(called) : null;
        if (run == null) {
            return body.call();
        }
        CURRENT.set(run);
        Json.Obj outcome = Requests.crashed("The flow ended without saying how.");
        @Nullable String name = null;
        try {
            T result = body.call();
            outcome = Requests.completed(result, run.output()::note);
            return result;
        } catch (Throwable failure) {
            run.output().note(trace.apply(failure));
            outcome = Requests.failed(failure);
            name = failure instanceof TimeoutException ? "TimedOut" : null;
            throw failure;
        } finally {
            CURRENT.remove();
            end(run, outcome, name);
        }
    }

    /** Not if it is turned off; not within another flow's call. */
    private static boolean isTracked() {
        return CURRENT.get() == null && !isWithinRun() && !OFF.contains(said());
    }

    /**
     * Whether a call here is part of the run that a runner executes, which tracks it. Where
     * tracking is turned on, those of processes that the flow starts are runs of their own.
     */
    private static boolean isWithinRun() {
        return !variable("ORRERY_RUN_ID").isEmpty() && (executing || !ON.contains(said()));
    }

    private static String said() {
        return variable("ORRERY_TRACKING").strip().toLowerCase(Locale.ROOT);
    }

    private static String variable(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    /** The run; nothing when it can't even be written down, which must not stop the flow. */
    private static @Nullable TrackedRun begin(Called called) {
        var named = variable("ORRERY_API_URL");
        var server = named.isEmpty() ? SERVER : named;
        STREAMS.lock();
        try {
            var terminal = plainErr == null ? System.err : plainErr;
            var run =
                    TrackedRun.begin(
                            Journals.of(System.getenv()),
                            server,
                            Requests.newRun(Instant.now()),
                            Requests.what(called, variable("ORRERY_RUN_ID")),
                            terminal::println);
            if (ACTIVE.isEmpty()) {
                putTees();
            }
            ACTIVE.add(run);
            watch();
            return run;
        } catch (IOException | RuntimeException failure) {
            System.err.println("orrery: the run is not tracked: " + failure);
            return null;
        } finally {
            STREAMS.unlock();
        }
    }

    private static void end(TrackedRun run, Json.Obj outcome, @Nullable String name) {
        STREAMS.lock();
        try {
            ACTIVE.remove(run);
            if (ACTIVE.isEmpty()) {
                removeTees();
            }
        } finally {
            STREAMS.unlock();
        }
        try {
            run.finish(outcome, name);
        } catch (IOException | RuntimeException failure) {
            System.err.println("orrery: the end of a run was not kept: " + failure);
        }
    }

    private static void putTees() {
        plainOut = System.out;
        plainErr = System.err;
        teeOut = Tee.of(plainOut, false, Tracking::output);
        teeErr = Tee.of(plainErr, true, Tracking::output);
        System.setOut(teeOut);
        System.setErr(teeErr);
    }

    /** The flow may have put something of its own there, which stays. */
    private static void removeTees() {
        if (plainOut != null && isSame(System.out, teeOut)) {
            System.setOut(plainOut);
        }
        if (plainErr != null && isSame(System.err, teeErr)) {
            System.setErr(plainErr);
        }
        plainOut = null;
        plainErr = null;
    }

    @SuppressWarnings("ReferenceEquality") // Which of two streams it is, is the question.
    private static boolean isSame(PrintStream now, @Nullable PrintStream ours) {
        return now == ours;
    }

    /** Of the run that prints; a thread that belongs to none prints for the only one. */
    private static @Nullable Output output() {
        var run = CURRENT.get();
        if (run == null && ACTIVE.size() == 1) {
            run = ACTIVE.stream().findFirst().orElse(null);
        }
        return run != null && ACTIVE.contains(run) ? run.output() : null;
    }

    /** A process that is ended in the middle says so itself, where it is let. */
    private static void watch() {
        if (!watched) {
            watched = true;
            Runtime.getRuntime().addShutdownHook(new Thread(Tracking::endAll, "orrery-shutdown"));
        }
    }

    private static void endAll() {
        for (var run : ACTIVE) {
            end(run, Requests.crashed("The process was ended while the flow ran."), null);
        }
    }
}
