package dev.orrery.flows.run;

import dev.orrery.flows.FlowMethod;
import dev.orrery.flows.SpecException;
import dev.orrery.flows.Traces;
import dev.orrery.flows.json.Json;
import dev.orrery.flows.load.Code;
import dev.orrery.flows.load.LoadFailure;
import dev.orrery.flows.track.Tracking;
import dev.orrery.flows.type.ToJson;
import dev.orrery.flows.type.Unfit;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -cp orrery-flows.jar:... dev.orrery.flows.run.Main METHOD CLASS REFUSAL [FILE]}
 *
 * <p>Calls the flow METHOD of CLASS, which is on the class path or, with FILE, in that source file
 * (CLASS may then be empty: the file's own). The parameters are in the file that {@code
 * ORRERY_PARAMETERS_FILE} names, the result goes to the one that {@code ORRERY_RESULT} names; why
 * the flow could not be called goes to the file REFUSAL. The process ends with 0, or with 1 when
 * the flow throws or can't be called, and like every Java program not before its threads that are
 * no daemons.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Failed, IOException {
        Thread.currentThread().setUncaughtExceptionHandler(Main::say);
        Tracking.execute();
        var refusal = Path.of(arguments[2]);
        try {
            var type = type(arguments[1], arguments.length > 3 ? arguments[3] : null);
            Thread.currentThread().setContextClassLoader(type.getClassLoader());
            keep(call(FlowMethod.of(type, arguments[0])));
        } catch (LoadFailure wrong) {
            String line = wrong.file().endsWith(".java") ? ":" + wrong.line() : "";
            var file = Path.of(wrong.file()).getFileName();
            throw refused(refusal, wrong.getMessage() + " (" + file + line + ")");
        } catch (SpecException | Unfit wrong) {
            throw refused(refusal, String.valueOf(wrong.getMessage()));
        }
    }

    /** The loader stays open: the flow may need classes as long as it runs. */
    private static Class<?> type(String named, @Nullable String file) throws IOException {
        if (file == null) {
            try {
                return Class.forName(named, false, ClassLoader.getSystemClassLoader());
            } catch (ClassNotFoundException _) {
                throw new SpecException("There is no class " + named + ".");
            } catch (LinkageError broken) {
                throw new SpecException("The class " + named + " can't be loaded: " + broken + ".");
            }
        }
        var code = Code.of(Path.of(file));
        var name = named.isEmpty() ? code.mainClass() : named;
        if (name == null) {
            throw new SpecException("There is no class in the file " + file + ".");
        }
        return code.load(name);
    }

    private static @Nullable Object call(FlowMethod flow) throws IOException, Failed {
        var parameters = Path.of(System.getenv("ORRERY_PARAMETERS_FILE"));
        if (!(Json.parse(Files.readString(parameters)) instanceof Json.Obj values)) {
            throw new Unfit("The parameters are not a JSON object.");
        }
        var arguments = flow.arguments(values);
        try {
            return flow.call(arguments);
        } catch (InvocationTargetException thrown) {
            var failure = thrown.getCause() == null ? thrown : thrown.getCause();
            System.out.flush();
            System.err.print(Traces.text(failure));
            throw new Failed(null);
        }
    }

    private static void keep(@Nullable Object result) throws IOException {
        System.out.flush();
        System.err.flush();
        if (result == null) {
            return;
        }
        try {
            var text = ToJson.of(result, "the result").toString();
            Files.writeString(Path.of(System.getenv("ORRERY_RESULT")), text);
        } catch (Unfit unwritable) {
            System.err.println(
                    "The return value is not JSON and was not kept: " + unwritable.getMessage());
        }
    }

    private static Failed refused(Path file, String why) throws IOException {
        Files.writeString(file, why);
        return new Failed(why);
    }

    private static void say(Thread thread, Throwable failure) {
        if (failure instanceof Failed) {
            if (failure.getMessage() != null) {
                System.err.println(failure.getMessage());
            }
        } else {
            failure.printStackTrace();
        }
    }

    /** Ends the process with the exit code 1, which is what an exception in main does. */
    static final class Failed extends Exception {
        @Serial private static final long serialVersionUID = 1;

        Failed(@Nullable String message) {
            super(message);
        }
    }
}
