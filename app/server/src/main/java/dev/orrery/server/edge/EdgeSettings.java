package dev.orrery.server.edge;

/**
 * Where the edge listens and what it takes in.
 *
 * @param host the address to bind
 * @param port to bind, 0 for a free one
 * @param bodyBytesMax the largest body
 */
public record EdgeSettings(String host, int port, int bodyBytesMax) {

    private static final int BODY_BYTES_MAX = 1024 * 1024;

    public static EdgeSettings of(String host, int port) {
        return new EdgeSettings(host, port, BODY_BYTES_MAX);
    }
}
