package dev.orrery.server.edge;

import dev.orrery.schemas.artifact.ArtifactLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the edge listens and what it takes in.
 *
 * @param host the address to bind
 * @param port to bind, 0 for a free one
 * @param bodyBytesMax the largest body
 * @param archiveBytesMax the largest body of an artifact that is pushed
 * @param bodyBytesInFlightMax the bodies of all requests that are not answered yet, together; more
 *     get a 429
 * @param bodyTimeMax how long a body may take to arrive
 * @param connectionsMax how many clients may be connected; more wait
 * @param stopTimeMax how long a close waits for the answers that are still out
 * @param names by which clients may call this server, beside those of the loopback
 */
public record EdgeSettings(
        String host,
        int port,
        int bodyBytesMax,
        int archiveBytesMax,
        int bodyBytesInFlightMax,
        Duration bodyTimeMax,
        int connectionsMax,
        Duration stopTimeMax,
        Set<String> names) {

    private static final int BODY_BYTES_MAX = 1024 * 1024;
    private static final int BODY_BYTES_IN_FLIGHT_MAX = 32 * BODY_BYTES_MAX;

    /** Begins the path of each request that may have a body of an archive's size. */
    private static final String ARCHIVES = "/v1/artifacts/";

    private static final Duration BODY_TIME_MAX = Duration.ofSeconds(10);
    private static final int CONNECTIONS_MAX = 1_024;

    /** A little longer than a command waits for its answer. */
    private static final Duration STOP_TIME_MAX = Duration.ofSeconds(12);

    public static EdgeSettings of(String host, int port) {
        return of(host, port, ArtifactLimits.USUAL.archiveBytesMax());
    }

    public static EdgeSettings of(String host, int port, int archiveBytesMax) {
        return new EdgeSettings(
                host,
                port,
                BODY_BYTES_MAX,
                archiveBytesMax,
                BODY_BYTES_IN_FLIGHT_MAX + archiveBytesMax,
                BODY_TIME_MAX,
                CONNECTIONS_MAX,
                STOP_TIME_MAX,
                Set.of(host));
    }

    public EdgeSettings withName(String name) {
        var more = new HashSet<>(names);
        more.add(name);
        return new EdgeSettings(
                host,
                port,
                bodyBytesMax,
                archiveBytesMax,
                bodyBytesInFlightMax,
                bodyTimeMax,
                connectionsMax,
                stopTimeMax,
                Set.copyOf(more));
    }

    /** The largest body that a request may have. */
    int bodyBytesMax(String path) {
        return path.startsWith(ARCHIVES) ? archiveBytesMax : bodyBytesMax;
    }

    int largestBodyBytesMax() {
        return Math.max(bodyBytesMax, archiveBytesMax);
    }
}
