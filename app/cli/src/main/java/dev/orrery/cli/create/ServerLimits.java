package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.schemas.artifact.ArtifactLimits;

/**
 * How much code a server takes.
 *
 * @param api the server
 */
record ServerLimits(Api api) {

    /**
     * @throws Stop when the server does not answer
     */
    ArtifactLimits artifacts() {
        return of(api.get("/v1/server").path("limits"));
    }

    /** What it takes, or what is usual where no server says it. */
    ArtifactLimits artifactsOrUsual() {
        try {
            return artifacts();
        } catch (Stop away) {
            if (away.exitCode() != ExitCode.UNREACHABLE) {
                throw away;
            }
            return ArtifactLimits.USUAL;
        }
    }

    /** Of an answer; what it does not say is as usual. */
    private static ArtifactLimits of(JsonNode limits) {
        var usual = ArtifactLimits.USUAL;
        return new ArtifactLimits(
                limits.path("artifactBytesMax").asLong(usual.contentBytesMax()),
                limits.path("artifactFilesMax").asInt(usual.filesMax()),
                limits.path("artifactPathBytesMax").asInt(usual.pathBytesMax()));
    }
}
