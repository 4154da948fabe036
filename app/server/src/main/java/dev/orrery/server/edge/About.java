package dev.orrery.server.edge;

import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.http.Role;
import io.javalin.config.RoutesConfig;

/** What a client has to know of this server before it sends much. */
public final class About {

    private final Answer answer;

    /**
     * The answer.
     *
     * @param version of the server
     * @param limits what it takes
     */
    private record Answer(String version, Limits limits) {}

    /**
     * What the server takes.
     *
     * @param artifactBytesMax all files of an artifact together
     * @param artifactFilesMax how many files an artifact may have
     * @param artifactPathBytesMax the path of one, in UTF-8
     */
    private record Limits(long artifactBytesMax, int artifactFilesMax, int artifactPathBytesMax) {}

    public About(ArtifactLimits limits) {
        answer =
                new Answer(
                        ServerVersion.text(),
                        new Limits(
                                limits.contentBytesMax(),
                                limits.filesMax(),
                                limits.pathBytesMax()));
    }

    public void addTo(RoutesConfig routes) {
        routes.get("/v1/server", http -> http.json(answer), new Allowed(Role.VIEWER));
    }
}
