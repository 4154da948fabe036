package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.spec.CodeLoader;
import dev.orrery.cli.spec.Loaded;
import dev.orrery.cli.spec.Loaded.LoadedFlow;
import dev.orrery.cli.spec.LoadedDeployment;
import dev.orrery.cli.spec.LoadedDeployment.Source;
import dev.orrery.cli.spec.Target;
import dev.orrery.cli.spec.YamlFile;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a file, a function in it, or flags alone the deployments that are meant.
 *
 * @param terminal where files are
 * @param flow its name by a flag
 * @param name the deployment's by a flag; of a file with deployments it picks one
 * @param path the folder of the code by a flag
 */
record Authoring(
        Terminal terminal, @Nullable String flow, @Nullable String name, @Nullable String path) {

    List<LoadedDeployment> of(Target target) {
        var loader = new CodeLoader(terminal);
        if (target.kind() == Target.Kind.YAML) {
            return picked(YamlFile.load(target, terminal.environment(), loader), target);
        }
        var loaded = loader.load(target.kind(), target.file(), target.function());
        if (target.function() != null) {
            return List.of(declared(target, Loaded.flow(loaded, target.file(), target.function())));
        }
        if (loaded.deployments().isEmpty()) {
            return List.of(declared(target, only(loaded, target)));
        }
        return picked(loaded.deployments(), target);
    }

    /** Of a command, which is in no file. */
    LoadedDeployment of(List<String> command) {
        if (flow == null || name == null) {
            throw Stop.usage("A command has no name of its own; add --flow and --name.");
        }
        var document = Json.object();
        var words = document.putObject("entrypoint").put("kind", "command").putArray("command");
        command.forEach(words::add);
        var root = path == null ? null : terminal.file(path);
        return new LoadedDeployment(
                flow, name, root, true, document, null, null, new Source("the flags", 0));
    }

    private List<LoadedDeployment> picked(List<LoadedDeployment> all, Target target) {
        var picked =
                all.stream()
                        .filter(one -> name == null || one.name().equals(name))
                        .filter(one -> flow == null || one.flow().equals(flow))
                        .map(one -> path == null ? one : one.at(terminal.file(path)))
                        .toList();
        if (picked.isEmpty()) {
            throw Stop.usage(
                    target.shown()
                            + " has "
                            + all.size()
                            + " deployments and none is meant by --name and --flow.");
        }
        return picked;
    }

    private LoadedFlow only(Loaded loaded, Target target) {
        var flows =
                loaded.flows().stream()
                        .filter(one -> flow == null || one.flow().equals(flow))
                        .toList();
        if (flows.size() != 1) {
            throw Stop.usage(
                    target.shown()
                            + " declares no deployment"
                            + (flows.isEmpty() ? " and no flow" : " and several flows")
                            + "; write a DeploymentSpec, or name a function: "
                            + target.shown()
                            + ":FUNCTION --name NAME.");
        }
        return flows.getFirst();
    }

    private LoadedDeployment declared(Target target, LoadedFlow found) {
        if (name == null) {
            throw Stop.usage(
                    target.shown() + " declares no deployment; add --name NAME to make one.");
        }
        var file = target.file();
        var root = path == null ? file.getParent() : terminal.file(path);
        if (root == null || !file.startsWith(root)) {
            throw Stop.usage("The file " + target.shown() + " is not in the folder " + root + ".");
        }
        var document = found.document().deepCopy();
        document.set("entrypoint", entrypoint(target, found, root.relativize(file)));
        return new LoadedDeployment(
                flow == null ? found.flow() : flow,
                name,
                root,
                true,
                document,
                null,
                null,
                new Source(target.shown(), 0));
    }

    private static ObjectNode entrypoint(Target target, LoadedFlow found, Path file) {
        var inFolder = file.toString().isEmpty() ? "." : file.toString();
        return switch (target.kind()) {
            case PYTHON ->
                    Json.object()
                            .put("kind", "python")
                            .put("path", inFolder)
                            .put("function", found.function());
            case JAVA, JAR, CLASSES, YAML -> {
                var java = Json.object().put("kind", "java");
                java.put(
                        "path", target.kind() == Target.Kind.CLASSES ? folder(inFolder) : inFolder);
                if (found.mainClass() != null) {
                    java.put("mainClass", found.mainClass());
                }
                yield java.put("method", found.function());
            }
        };
    }

    private static String folder(String path) {
        return path.equals(".") ? path : path + "/";
    }
}
