package dev.orrery.server.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of the node, bound before the node is built. A controller has to be
 * told its own port, so "any free port" can't be left to Kafka; and a port that was only looked at
 * may be somebody else's by the time that Kafka binds it.
 */
final class BrokerPorts implements ServerSocketFactory, AutoCloseable {
    private static final int BACKLOG_MAX = 128;

    private final ServerSocketChannel broker;
    private final ServerSocketChannel controller;

    private BrokerPorts(ServerSocketChannel broker, ServerSocketChannel controller) {
        this.broker = broker;
        this.controller = controller;
    }

    /** Binds the broker's port as asked (0 for any), else those used last, else free ones. */
    static BrokerPorts bind(int brokerPort, RememberedPorts remembered) {
        ServerSocketChannel broker =
                brokerPort == 0 ? bindAny(remembered.last("kafka")) : bindExactly(brokerPort);
        ServerSocketChannel controller = bindAny(remembered.last("kafka-controller"));
        BrokerPorts ports = new BrokerPorts(broker, controller);
        remembered.remember("kafka", ports.broker());
        remembered.remember("kafka-controller", ports.controller());
        return ports;
    }

    int broker() {
        return broker.socket().getLocalPort();
    }

    int controller() {
        return controller.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
        for (ServerSocketChannel channel : List.of(broker, controller)) {
            if (channel.socket().getLocalPort() == address.getPort()) {
                return channel;
            }
        }
        throw new IllegalArgumentException(
                "No socket was bound for " + listener + " at " + address);
    }

    /** Kafka closes the sockets that it was given; this is for a start that ended before that. */
    @Override
    public void close() throws IOException {
        try (broker) {
            controller.close();
        }
    }

    private static ServerSocketChannel bindExactly(int port) {
        try {
            return open(port);
        } catch (BindException e) {
            throw new StartRefused(
                    "Port %d of 127.0.0.1, asked for Kafka, can't be used (%s). Free it, or choose another."
                            .formatted(port, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocketChannel bindAny(OptionalInt preferred) {
        if (preferred.isPresent()) {
            try {
                return open(preferred.getAsInt());
            } catch (IOException e) {
                // Somebody else has it by now, and any other serves as well.
            }
        }
        return bindExactly(0);
    }

    private static ServerSocketChannel open(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            return channel.bind(new InetSocketAddress(loopback, port), BACKLOG_MAX);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
