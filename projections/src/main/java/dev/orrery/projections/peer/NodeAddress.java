package dev.orrery.projections.peer;

/**
 * Where other nodes reach the HTTP API of a node.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {

    private static final int PORT_MAX = 65_535;

    public NodeAddress {
        if (host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a node is reached at host:port, not " + host);
        }
    }

    /**
     * Reads {@code host:port}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a node is reached at host:port, not " + text);
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address stands in brackets: " + text);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new NodeAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException("a port is a number, not that of " + text, notOne);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
