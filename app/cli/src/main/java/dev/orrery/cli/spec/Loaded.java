package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.spec.LoadedDeployment.Source;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.runner.work.s3.S3Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file of code holds, as its loader wrote it.
 *
 * @param flows that are in it
 * @param deployments that it declares
 */
public record Loaded(List<LoadedFlow> flows, List<LoadedDeployment> deployments) {

    private static final long BYTES_MAX = 64L << 20;

    /** What the code of a flow can say of its deployments. */
    private static final List<String> SAID_BY_CODE =
            List.of("description", "parameterSchema", "retry", "timeoutSeconds");

    /**
     * A flow in a file.
     *
     * @param flow its name
     * @param function or method
     * @param mainClass of a Java flow
     * @param file absolute
     * @param document what its code says of its deployments, fields of theirs
     */
    public record LoadedFlow(
            String flow,
            String function,
            @Nullable String mainClass,
            Path file,
            ObjectNode document) {}

    /**
     * @throws Stop when the file could not be loaded: the user's own error, or ours
     */
    public static Loaded read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw Stop.usage(
                        "The file %s has more than %,d bytes, the most that is read of one."
                                .formatted(file, BYTES_MAX));
            }
            return of(Json.read(Files.readString(file)));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new Stop(
                    ExitCode.USAGE,
                    "The file "
                            + file
                            + " does not hold loaded deployments: "
                            + unreadable.getMessage());
        }
    }

    /** The flow that a function or method is. */
    public static LoadedFlow flow(Loaded loaded, Path file, String function) {
        return loaded.flows().stream()
                .filter(flow -> flow.function().equals(function))
                .findFirst()
                .orElseThrow(
                        () -> Stop.usage("There is no flow '" + function + "' in " + file + "."));
    }

    private static Loaded of(JsonNode json) {
        var error = json.path("error");
        if (error.isObject()) {
            throw refused(error);
        }
        var flows = new ArrayList<LoadedFlow>();
        json.path("flows").forEach(flow -> flows.add(flow(flow)));
        var deployments = new ArrayList<LoadedDeployment>();
        json.path("deployments").forEach(one -> deployments.add(deployment(one)));
        return new Loaded(flows, deployments);
    }

    private static Stop refused(JsonNode error) {
        var place = Json.text(error, "/file");
        var line = Json.text(error, "/line");
        var traceback = Json.text(error, "/traceback").stripTrailing();
        var sentence =
                (place.isEmpty() ? "" : place + (line.isEmpty() ? "" : ":" + line) + ": ")
                        + Json.text(error, "/message");
        return Stop.usage(traceback.isEmpty() ? sentence : sentence + "\n" + traceback);
    }

    /** What Python calls a function, Java calls a method. */
    private static LoadedFlow flow(JsonNode json) {
        var function = Json.text(json, "/function");
        return new LoadedFlow(
                Json.text(json, "/flow"),
                function.isEmpty() ? Json.text(json, "/method") : function,
                orNull(Json.text(json, "/mainClass")),
                Path.of(Json.text(json, "/file")),
                document(json));
    }

    private static ObjectNode document(JsonNode flow) {
        var document = Json.object();
        for (var field : SAID_BY_CODE) {
            if (!flow.path(field).isMissingNode() && !flow.path(field).isNull()) {
                document.set(field, flow.get(field));
            }
        }
        return document;
    }

    private static LoadedDeployment deployment(JsonNode json) {
        var root = Json.text(json, "/root");
        if (!(json.path("document") instanceof ObjectNode document)) {
            throw new IllegalArgumentException("a deployment has no document");
        }
        return new LoadedDeployment(
                Json.text(json, "/flow"),
                Json.text(json, "/name"),
                root.isEmpty() ? null : Path.of(root),
                json.path("push").asBoolean(true),
                document,
                json.path("storage").isObject() ? json.get("storage") : null,
                json.path("keys").isObject() ? keys(json.get("keys")) : null,
                new Source(Json.text(json, "/source/file"), json.at("/source/line").asInt()));
    }

    private static S3Keys keys(JsonNode json) {
        return new S3Keys(
                Json.text(json, "/id"),
                Json.text(json, "/secret"),
                orNull(Json.text(json, "/sessionToken")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
