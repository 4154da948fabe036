package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.spec.Loaded.LoadedFlow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Asks the code what its flow is called and which parameters it takes; each file once. */
final class Inspection {

    private final CodeLoader loader;
    private final Map<String, LoadedFlow> known = new HashMap<>();

    Inspection(CodeLoader loader) {
        this.loader = loader;
    }

    /** The flow of an entrypoint that names a function or a method of a file that is here. */
    Optional<LoadedFlow> of(JsonNode entrypoint, Path root) {
        var kind = Json.text(entrypoint, "/kind");
        var function = Json.text(entrypoint, kind.equals("python") ? "/function" : "/method");
        var file = root.resolve(Json.text(entrypoint, "/path")).normalize();
        if (function.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        var language = language(kind, file);
        if (!loader.canLoad(language)) {
            return Optional.empty();
        }
        return Optional.of(
                known.computeIfAbsent(
                        file + ":" + function,
                        _ -> Loaded.flow(loader.load(language, file, function), file, function)));
    }

    private static Target.Kind language(String kind, Path file) {
        if (kind.equals("python")) {
            return Target.Kind.PYTHON;
        }
        if (Files.isDirectory(file)) {
            return Target.Kind.CLASSES;
        }
        return file.toString().endsWith(".jar") ? Target.Kind.JAR : Target.Kind.JAVA;
    }
}
