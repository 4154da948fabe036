package dev.orrery.flows.load;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Tracking;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -cp orrery-flows.jar dev.orrery.flows.load.Main --out OUT.json FILE [--function
 * NAME]}
 *
 * <p>Writes what FILE declares to OUT.json and exits with 0, or with 1 when it has an error.
 * OUT.json is there whatever the file does: before it is loaded it says that the file ended the
 * process.
 */
public final class Main {

    private static final long SECONDS_DEFAULT = 60;

    private Main() {}

    public static void main(String[] arguments) throws Failed, IOException, InterruptedException {
        Path out = null;
        Path file = null;
        String flow = null;
        for (int i = 0; i < arguments.length; i++) {
            boolean more = i + 1 < arguments.length;
            if (arguments[i].equals("--out") && more) {
                out = Path.of(arguments[++i]).toAbsolutePath();
            } else if (arguments[i].equals("--function") && more) {
                flow = arguments[++i];
            } else {
                file = Path.of(arguments[i]).toAbsolutePath().normalize();
            }
        }
        Thread.currentThread().setUncaughtExceptionHandler(Main::say);
        if (out == null || file == null) {
            throw new Failed("usage: --out OUT.json FILE [--function NAME]");
        }
        // What the file prints is a message: standard output is for the data of who started us.
        System.setOut(System.err);
        Tracking.refuse();
        write(out, ended(file));
        var result = load(file, flow);
        write(out, result);
        if (result.get("error") instanceof Json.Obj) {
            throw new Failed(null);
        }
    }

    /** In a thread that the process need not wait for. */
    private static Json.Obj load(Path file, @Nullable String flow) throws InterruptedException {
        var result = new CompletableFuture<Json.Obj>();
        var thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(Loading.load(file, flow));
                            } catch (Error fault) {
                                result.completeExceptionally(fault);
                            }
                        },
                        "loading");
        thread.setDaemon(true);
        thread.start();
        String seconds = System.getenv("ORRERY_LOAD_SECONDS");
        long patience = seconds == null ? SECONDS_DEFAULT : Long.parseLong(seconds);
        try {
            return result.get(patience, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            return failed(file, "was not loaded within " + patience + " s.");
        } catch (ExecutionException fault) {
            return failed(file, "could not be loaded: " + fault.getCause());
        }
    }

    private static Json.Obj ended(Path file) {
        return failed(file, "ended the process while it was loaded.");
    }

    private static Json.Obj failed(Path file, String what) {
        String message = "The file " + file.getFileName() + " " + what;
        return Loading.failed(new LoadFailure(message, file.toString(), 1), null);
    }

    private static void write(Path out, Json result) throws IOException {
        var part = out.resolveSibling(out.getFileName() + ".part");
        Files.writeString(part, result.toString());
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void say(Thread thread, Throwable failure) {
        if (!(failure instanceof Failed) || failure.getMessage() != null) {
            System.err.println(failure.getMessage());
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
