package dev.orrery.commands.api;

import dev.orrery.schemas.artifact.ArtifactArchive;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.artifact.ArtifactRecord.ArtifactManifest;
import dev.orrery.schemas.artifact.BadArtifact;
import dev.orrery.schemas.artifact.store.Artifacts;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Pushes code and gives it back. An artifact is its content: pushing it again is nothing new, and
 * what is not what its id says is refused.
 */
public final class ArtifactRoutes {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Artifacts artifacts;
    private final ArtifactArchive archives;

    /**
     * @param id the artifact's
     * @param files how many it holds
     * @param bytes of its files together
     */
    private record Answer(String id, int files, long bytes) {
        static Answer of(ArtifactManifest manifest) {
            return new Answer(manifest.artifact(), manifest.files(), manifest.contentBytes());
        }
    }

    /**
     * All artifacts.
     *
     * @param diskBytes what they take; null where Kafka does not tell this server
     */
    private record Measure(@Nullable Long diskBytes) {}

    public ArtifactRoutes(Artifacts artifacts, ArtifactLimits limits) {
        this.artifacts = artifacts;
        this.archives = new ArtifactArchive(limits);
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var path = "/v1/artifacts/{artifact}";
        routes.put(path, this::push, allow.apply(Role.EDITOR));
        routes.get("/v1/artifacts", this::measure, allow.apply(Role.VIEWER));
        routes.get(path, this::fetch, allow.apply(Role.VIEWER));
        routes.head(path, this::look, allow.apply(Role.VIEWER));
    }

    /** Whether an artifact was pushed; what is no id is left to the rules to refuse. */
    public boolean isPushed(String id) {
        try {
            return !ID.matcher(id).matches() || artifacts.find(id).isPresent();
        } catch (KafkaException away) {
            throw unreachable(away);
        }
    }

    private void push(Context http) throws InterruptedException {
        var id = id(http);
        var archive = http.bodyAsBytes();
        try {
            var manifest = archives.check(archive);
            if (!manifest.artifact().equals(id)) {
                throw new ApiProblem(
                        Refusal.ARTIFACT_MISMATCH,
                        "The archive holds the artifact " + manifest.artifact() + ".");
            }
            if (artifacts.find(id).isEmpty()) {
                artifacts.put(manifest, archive);
                http.status(201);
            }
            http.json(Answer.of(manifest));
        } catch (BadArtifact bad) {
            throw new ApiProblem(bad.refusal(), bad.message());
        } catch (KafkaException away) {
            throw unreachable(away);
        }
    }

    private void fetch(Context http) {
        try {
            var archive = artifacts.get(id(http)).orElseThrow(ArtifactRoutes::notFound);
            http.contentType("application/gzip").result(archive);
        } catch (KafkaException away) {
            throw unreachable(away);
        }
    }

    private void measure(Context http) throws InterruptedException {
        try {
            var bytes = artifacts.diskBytes();
            http.json(new Measure(bytes.isPresent() ? bytes.getAsLong() : null));
        } catch (KafkaException away) {
            throw unreachable(away);
        }
    }

    private void look(Context http) {
        try {
            var manifest = artifacts.find(id(http)).orElseThrow(ArtifactRoutes::notFound);
            http.contentType("application/gzip")
                    .header("Content-Length", Long.toString(manifest.archiveBytes()));
        } catch (KafkaException away) {
            throw unreachable(away);
        }
    }

    private static String id(Context http) {
        var id = http.pathParam("artifact");
        if (!ID.matcher(id).matches()) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "An artifact is named by 64 hexadecimal digits in lower case.",
                    "artifact");
        }
        return id;
    }

    private static ApiProblem notFound() {
        return new ApiProblem(
                Refusal.ARTIFACT_NOT_FOUND, "There is no such artifact; push it first.");
    }

    private static ApiProblem unreachable(KafkaException away) {
        return new ApiProblem(
                Refusal.NOT_READY, "The artifacts can't be reached: " + away.getMessage() + ".");
    }
}
