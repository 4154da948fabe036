package dev.orrery.cli.create;

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
        if (storage != null && Json.text(storage, "/kind").equals("local")) {
            document.set("path", storage.path("path"));
            return null;
        }
        if (storage != null) {
            document.set("code", storage);
            return root == null || !deployment.push() ? null : packaged(deployment, root);
        }
        if (root == null) {
            return null;
        }
        if (deployment.push()) {
            var code = packaged(deployment, root);
            document.set("code", Json.object().put("kind", "pushed").put("artifact", code.id()));
            return code;
        }
        requireEntrypoint(deployment, root);
        document.set("code", Json.object().put("kind", "host").put("host", host));
        document.put("path", root.toString());
        return null;
    }

    private CodePackage packaged(LoadedDeployment deployment, Path root) {
        requireEntrypoint(deployment, root);
        var code = packages.computeIfAbsent(root, r -> CodePackage.of(r, limits()));
        requirePacked(deployment, code);
        return code;
    }

    private ArtifactLimits limits() {
        if (known == null) {
            known = limits.get();
        }
        return known;
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

    private static void requirePacked(LoadedDeployment deployment, CodePackage code) {
        var path = Json.text(deployment.document(), "/entrypoint/path");
        var file = Path.of(path).normalize().toString();
        boolean isPacked =
                file.isEmpty()
                        || code.rows().stream()
                                .map(List::getLast)
                                .anyMatch(one -> one.equals(file) || one.startsWith(file + "/"));
        if (!isPacked) {
            throw Stop.usage(
                    "%s: The file %s of the %s is not pushed, since .orreryignore leaves it out."
                            .formatted(deployment.source(), path, deployment.title()));
        }
    }

    /** What is given by other means stays as it is. */
    private static void describe(ObjectNode document, GitState git) {
        if (!document.has("version")) {
            document.put("version", git.version());
        }
        if (git.branch() != null) {
            var labels = Json.object().put("git.branch", git.branch());
            document.path("labels").properties().forEach(l -> labels.set(l.getKey(), l.getValue()));
            document.set("labels", Json.sorted(labels));
        }
    }
}
