package dev.orrery.cli.spec;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Loads files of code with a process of their own language, which writes what it found into a file.
 * What the user's code prints meanwhile is a message and no data.
 *
 * @param terminal whose environment the process gets
 */
public record CodeLoader(Terminal terminal) {

    /** Longer than the loader's own, which says more. */
    private static final long PATIENCE_SECONDS = 60;

    /** With -m, a file of the user's that is named as one of Python's own would come first. */
    private static final String PYTHON_LOADER =
            "import sys; del sys.path[0]; from orrery.load import main; main()";

    private static final String JAVA_LOADER = "dev.orrery.flows.load.Main";

    /** The flows and the deployments of a file. */
    public Loaded load(Target.Kind kind, Path file, @Nullable String function) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("orrery-load");
            var out = folder.resolve("loaded.json");
            run(command(kind, file, function, out), out, file);
            return Loaded.read(out);
        } catch (IOException failure) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The file " + file + " can't be loaded: " + failure.getMessage());
        } finally {
            remove(folder);
        }
    }

    private List<String> command(Target.Kind kind, Path file, @Nullable String function, Path out) {
        var words = new ArrayList<String>();
        if (kind == Target.Kind.PYTHON) {
            words.add(terminal.variable("ORRERY_PYTHON").orElse("python3"));
            words.addAll(List.of("-c", PYTHON_LOADER));
        } else {
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            words.addAll(List.of("-cp", kit("orrery-flows.jar").toString(), JAVA_LOADER));
        }
        words.addAll(List.of("--out", out.toString(), file.toString()));
        if (function != null) {
            words.addAll(List.of("--function", function));
        }
        return words;
    }

    private void run(List<String> command, Path out, Path file) throws IOException {
        long patience = loadSeconds() + PATIENCE_SECONDS;
        var builder =
                new ProcessBuilder(command)
                        .directory(terminal.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(terminal.environment());
        if (command.contains(PYTHON_LOADER)) {
            builder.environment().put("PYTHONPATH", pythonPath());
        }
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        var process = start(builder);
        var said = Said.by(process);
        try {
            if (!process.waitFor(patience, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Stop(
                        ExitCode.TIMED_OUT,
                        "Loading " + file + " took longer than " + patience + " s.");
            }
            tell(process.exitValue(), said.text(), out, file);
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }

    /** How long the loader itself lets a file load. */
    private long loadSeconds() {
        var said = terminal.variable("ORRERY_LOAD_SECONDS").orElse("60");
        if (!said.matches("[1-9][0-9]{0,4}")) {
            throw Stop.usage(
                    "ORRERY_LOAD_SECONDS is a number of seconds from 1 to 99999, and not '"
                            + said
                            + "'.");
        }
        return Long.parseLong(said);
    }

    private void tell(int exitCode, String text, Path out, Path file) {
        if (!text.isEmpty()) {
            terminal.say(text);
        }
        if (!Files.exists(out)) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The loader of " + file + " ended with " + exitCode + " and wrote nothing.");
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The program '"
                            + builder.command().getFirst()
                            + "' can't be started; install it, or put it on the PATH.");
        }
    }

    /** The kit's folder, before the user's own. */
    private String pythonPath() {
        var own = terminal.variable("PYTHONPATH").map(path -> File.pathSeparator + path).orElse("");
        return kit("python") + own;
    }

    /** Whether the kit of its language is in this distribution. */
    boolean canLoad(Target.Kind kind) {
        var home = terminal.home();
        var name = kind == Target.Kind.PYTHON ? "python" : "orrery-flows.jar";
        return home != null && Files.exists(home.resolve("flows").resolve(name));
    }

    private Path kit(String name) {
        var home = terminal.home();
        if (home == null || !Files.exists(home.resolve("flows").resolve(name))) {
            throw new Stop(
                    ExitCode.FAILED,
                    "flows/" + name + " is not in this distribution, so code can't be loaded.");
        }
        return home.resolve("flows").resolve(name);
    }

    private static void remove(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve("loaded.json"));
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            // The folder for temporary files is swept by the system.
        }
    }
}
