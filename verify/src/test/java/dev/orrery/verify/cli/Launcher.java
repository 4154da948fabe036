package dev.orrery.verify.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A shell in a folder, with what the distribution has that the build made.
 *
 * @param folder where it is typed
 * @param api the server
 * @param variables of the shell, besides those that it has from here
 */
record Launcher(Path folder, String api, Map<String, String> variables) {

    /** What the build made. */
    private static final Path HOME = home();

    Launcher(Path folder, String api) {
        this(folder, api, Map.of());
    }

    /** Types a command of ours. */
    Said type(String... words) throws InterruptedException {
        return start(words).ended();
    }

    /** Types a command that goes on. */
    Typing start(String... words) {
        return start(List.of(program()), words);
    }

    /** Starts any program. */
    Typing program(String program, String... words) {
        return start(List.of(program), words);
    }

    /** Ours, by its path. */
    static String program() {
        return HOME.resolve("bin/orrery").toString();
    }

    /** Types a command of ours on a terminal that is so many characters wide. */
    Said typeOn(int columns, String... words) throws InterruptedException {
        var pty = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
        var shell = "stty cols " + columns + "; exec \"$@\"";
        var ours = HOME.resolve("bin/orrery").toString();
        return start(List.of("python3", "-c", pty, "sh", "-c", shell, "sh", ours), words).ended();
    }

    /** Starts a program of the user's in Python, which finds the kit of the distribution. */
    Typing python(String... words) {
        return with("PYTHONPATH", HOME.resolve("flows/python").toString())
                .start(List.of("python3"), words);
    }

    /** Starts a program of the user's in Java, with the kit of the distribution. */
    Typing java(String... words) {
        var program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var kit = HOME.resolve("flows/orrery-flows.jar").toString();
        return start(List.of(program, "-XX:TieredStopAtLevel=1", "-cp", kit), words);
    }

    Launcher in(Path other) {
        return new Launcher(other, api, variables);
    }

    Launcher at(String otherApi) {
        return new Launcher(folder, otherApi, variables);
    }

    Launcher with(String name, String value) {
        var more = new HashMap<>(variables);
        more.put(name, value);
        return new Launcher(folder, api, more);
    }

    Launcher without(String name) {
        var fewer = new HashMap<>(variables);
        fewer.remove(name);
        return new Launcher(folder, api, fewer);
    }

    /** A file in the folder, those that it is in made where they are missing. */
    void write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    /** Lets a server in this JVM find the distribution, as its launcher does. */
    static void installHere() {
        System.setProperty("orrery.home", HOME.toString());
    }

    /** A file of the sources. */
    static Path source(String file) {
        for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            var found = above.resolve(file);
            if (Files.exists(found)) {
                return found;
            }
        }
        throw new IllegalStateException("the distribution is built before these tests");
    }

    private static Path home() {
        return source("app/server/target/orrery/bin/orrery").resolveSibling("..").normalize();
    }

    private Typing start(List<String> program, String... words) {
        var command = new ArrayList<>(program);
        command.addAll(List.of(words));
        try {
            var out = File.createTempFile("orrery-out", ".txt");
            var err = File.createTempFile("orrery-err", ".txt");
            var builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(out)
                            .redirectError(err);
            // Nobody's own credentials.
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().put("ORRERY_API_URL", api);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("ORRERY_JOURNAL", folder.resolve("journal").toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            builder.environment().putAll(variables);
            return new Typing(builder.start(), out.toPath(), err.toPath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
