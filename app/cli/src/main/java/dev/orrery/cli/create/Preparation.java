package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.pack.CodePackage;
import dev.orrery.cli.pack.GitState;
import dev.orrery.cli.spec.LoadedDeployment;
import dev.orrery.cli.spec.LoadedDeployment.Source;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes whole documents: where the code is, and what Git says of it. All or none. */
final class Preparation {

    private final Map<Path, CodePackage> packages = new HashMap<>();
    private final Map<Path, Optional<GitState>> states = new HashMap<>();
    private final String host;
    private final Supplier<ArtifactLimits> limits;
    private @Nullable ArtifactLimits known;

    /**
     * @param limits how much code can be pushed; asked for where some is
     */
    Preparation(String host, Supplier<ArtifactLimits> limits) {
        this.host = host;
        this.limits = limits;
    }

    List<Ready> of(List<LoadedDeployment> deployments) {
        requireDifferent(deployments);
        var ready = new ArrayList<Ready>();
        deployments.forEach(deployment -> ready.add(one(deployment)));
        return ready;
    }

    private static void requireDifferent(List<LoadedDeployment> deployments) {
        var seen = new HashMap<String, Source>();
        for (var one : deployments) {
            var before = seen.put(one.flow() + "/" + one.name(), one.source());
            if (before != null) {
                throw Stop.usage(
                        one.source()
                                + ": There is another "
                                + one.title()
                                + ", at "
                                + before
                                + ".");
            }
        }
    }

    private Ready one(LoadedDeployment deployment) {
        var document = deployment.document().deepCopy();
        var code = place(deployment, document);
        if (deployment.root() != null && Files.isDirectory(deployment.root())) {
            states.computeIfAbsent(deployment.root(), GitState::of)
                    .ifPresent(git -> describe(document, git));
        }
        return new Ready(deployment, document, code);
    }

    private @Nullable CodePackage place(LoadedDeployment deployment, ObjectNode document) {
        var root = deployment.root();
        var storage = deployment.storage();
        if (storage != null) {
            store(storage, document);
            return null;
        }
        if (root == null) {
            return null;
        }
        requireEntrypoint(deployment, root);
        if (deployment.push()) {
            var code = packages.computeIfAbsent(root, r -> CodePackage.of(r, limits()));
            document.set("code", Json.object().put("kind", "pushed").put("artifact", code.id()));
            return code;
        }
        document.set("code", Json.object().put("kind", "host").put("host", host));
        document.put("path", root.toString());
        return null;
    }

    private ArtifactLimits limits() {
        if (known == null) {
            known = limits.get();
        }
        return known;
    }

    private static void store(JsonNode storage, ObjectNode document) {
        if (Json.text(storage, "/kind").equals("local")) {
            document.set("path", storage.path("path"));
        } else {
            document.set("code", storage);
        }
    }

    /** A run would find out too, and much later. */
    private static void requireEntrypoint(LoadedDeployment deployment, Path root) {
        var path = Json.text(deployment.document(), "/entrypoint/path");
        if (!path.isEmpty() && !Files.exists(root.resolve(path))) {
            throw Stop.usage(
                    "%s: There is no file %s in the folder %s, which is the code of the %s."
                            .formatted(deployment.source(), path, root, deployment.title()));
        }
    }

    private static void describe(ObjectNode document, GitState git) {
        if (document.has("version")) {
            return;
        }
        document.put("version", git.version());
        if (git.branch() != null) {
            var labels = Json.object().put("git.branch", git.branch());
            document.path("labels").properties().forEach(l -> labels.set(l.getKey(), l.getValue()));
            document.set("labels", Json.sorted(labels));
        }
    }
}
