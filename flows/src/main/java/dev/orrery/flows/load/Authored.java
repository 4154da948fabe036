package dev.orrery.flows.load;

import dev.orrery.flows.DeploymentSpec;
import dev.orrery.flows.FlowMethod;
import dev.orrery.flows.FlowReference;
import dev.orrery.flows.SpecException;
import dev.orrery.flows.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Function;

/** Makes of a deployment what the command line takes, in the form that the Python side writes. */
final class Authored {

    private final Code code;
    private final Function<FlowReference.InClass, Found> classes;

    /**
     * A class with flows.
     *
     * @param code that it is in
     */
    record Found(Class<?> type, Code code) {}

    /**
     * @param code that the deployment is written in
     * @param classes finds the class of a flow, or throws a {@link SpecException}
     */
    Authored(Code code, Function<FlowReference.InClass, Found> classes) {
        this.code = code;
        this.classes = classes;
    }

    /**
     * @throws LoadFailure at the deployment's line, when it can't be what it says
     */
    Json.Obj of(DeploymentSpec spec) {
        try {
            return switch (spec.flow()) {
                case FlowReference.InClass in -> {
                    var found = classes.apply(in);
                    yield of(spec, FlowMethod.of(found.type(), in.name()), found.code());
                }
                case FlowReference.InFile in -> elsewhere(spec, in);
            };
        } catch (SpecException wrong) {
            throw code.failure(
                    "The deployment '%s': %s".formatted(spec.name(), wrong.getMessage()),
                    spec.place());
        } catch (IOException unreadable) {
            throw code.failure(
                    "The deployment '%s': %s".formatted(spec.name(), unreadable), spec.place());
        }
    }

    private Json.Obj elsewhere(DeploymentSpec spec, FlowReference.InFile in) throws IOException {
        var file = folderOf(spec).resolve(in.location()).normalize();
        if (!file.toFile().exists()) {
            throw new SpecException("there is no file " + file + ".");
        }
        try (var other = Code.of(file)) {
            var flows = new ArrayList<FlowMethod>();
            for (var outline : other.own()) {
                flows.addAll(FlowMethod.in(other.load(outline.name())));
            }
            var named =
                    flows.stream()
                            .filter(f ->
                                    in.name() == null
                                            || f.name().equals(in.name())
                                            || f.methodName().equals(in.name()))
                            .toList();
            if (named.size() != 1) {
                String names =
                        String.join(", ", flows.stream().map(f -> "'" + f.name() + "'").toList());
                throw new SpecException(
                        flows.isEmpty()
                                ? "there is no flow in the file %s.".formatted(file.getFileName())
                                : "name one of the flows in the file %s: %s."
                                        .formatted(file.getFileName(), names));
            }
            return of(spec, named.getFirst(), other);
        }
    }

    private Json.Obj of(DeploymentSpec spec, FlowMethod flow, Code from) {
        String path = spec.packaging().path();
        var root = path == null ? from.root() : folderOf(spec).resolve(path).normalize();
        var storage = spec.packaging().storage();
        return Json.object("flow", flow.name())
                .with("name", spec.name())
                .with("root", root.toString())
                .with("push", Json.of(spec.packaging().push()))
                .with("document", spec.document(flow, entrypoint(flow, from, root)))
                .with("storage", storage == null ? Json.NULL : storage.document())
                .with(
                        "source",
                        Json.object("file", code.shown(spec.place().type()))
                                .with("line", spec.place().line()));
    }

    private Path folderOf(DeploymentSpec spec) {
        var folder = code.fileOf(spec.place().type()).toAbsolutePath().getParent();
        return folder == null ? code.root() : folder;
    }

    static Json entrypoint(FlowMethod flow, Code from, Path root) {
        var file = from.fileOf(flow.owner().getName());
        if (!file.startsWith(root)) {
            throw new SpecException(
                    "the flow's file %s is outside the folder %s.".formatted(file, root));
        }
        String inside = root.relativize(file).toString().replace(File.separatorChar, '/');
        if (file.toFile().isDirectory()) {
            inside = inside.isEmpty() ? "." : inside + "/";
        }
        return Json.object("kind", "java")
                .with("path", inside)
                .with("mainClass", flow.owner().getName())
                .with("method", flow.methodName());
    }
}
