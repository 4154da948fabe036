package dev.orrery.cli.spec;

import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person names: a file or folder, and perhaps a function in it.
 *
 * @param shown as it was written
 * @param file absolute
 * @param kind what it is
 * @param function its name
 */
public record Target(String shown, Path file, Kind kind, @Nullable String function) {

    /** What can be loaded. */
    public enum Kind {
        PYTHON("python script"),
        JAVA("java source"),
        JAR("jar"),
        CLASSES("class folder"),
        YAML("yaml file");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public static Target of(String written, Terminal terminal) {
        int colon = written.lastIndexOf(':');
        if (colon > 0 && colon < written.length() - 1) {
            var name = written.substring(0, colon);
            return of(name, terminal.file(name), written.substring(colon + 1));
        }
        return of(written, terminal.file(written), null);
    }

    private static Target of(String shown, Path file, @Nullable String function) {
        if (!Files.exists(file)) {
            throw Stop.usage("There is no file '" + shown + "'; name one, or FILE:FUNCTION.");
        }
        return new Target(shown, file, kind(shown, file), function);
    }

    private static Kind kind(String shown, Path file) {
        if (Files.isDirectory(file)) {
            return Kind.CLASSES;
        }
        int dot = shown.lastIndexOf('.');
        return switch (dot < 0 ? "" : shown.substring(dot)) {
            case ".py" -> Kind.PYTHON;
            case ".java" -> Kind.JAVA;
            case ".jar" -> Kind.JAR;
            case ".yaml", ".yml" -> Kind.YAML;
            default ->
                    throw Stop.usage(
                            "'"
                                    + shown
                                    + "' can't be loaded: deployments are in .py, .java, .jar,"
                                    + " .yaml and .yml files and in folders of classes.");
        };
    }
}
