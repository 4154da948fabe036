package dev.orrery.server.edge;

import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** The listening socket, bound by ourselves: Jetty would log what we say in a sentence. */
final class Port {

    private static final int BACKLOG_MAX = 1_024;

    private Port() {}

    /**
     * @throws StartRefused when it can't be had
     */
    static ServerSocketChannel bind(String host, int port) {
        try {
            var channel = ServerSocketChannel.open();
            try {
                return channel.bind(new InetSocketAddress(host, port), BACKLOG_MAX);
            } catch (IOException | RuntimeException taken) {
                channel.close();
                throw taken;
            }
        } catch (IOException taken) {
            throw refused(host, port, taken);
        }
    }

    /** The JDK has one exception for all of these, and knows the difference by words alone. */
    static StartRefused refused(String host, int port, IOException taken) {
        var words = String.valueOf(taken.getMessage());
        var reason =
                words.contains("in use")
                        ? " is in use; stop what uses it or choose another with --port."
                        : words.contains("Permission denied")
                                ? " is not for this user; choose one above 1023 with --port."
                                : " can't be had (" + words + "); choose another with --port.";
        return new StartRefused("Port " + port + " of " + host + reason, taken);
    }
}
