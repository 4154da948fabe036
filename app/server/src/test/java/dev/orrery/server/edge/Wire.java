package dev.orrery.server.edge;

import io.javalin.config.RoutesConfig;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A connection on which a test says what it likes, byte by byte. */
final class Wire implements AutoCloseable {

    private static final int ANSWER_MILLIS_MAX = 20_000;

    private final Socket socket;

    Wire(Edge edge) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), edge.port());
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
    }

    static Edge serve(EdgeSettings settings, Consumer<RoutesConfig> routes) {
        var edge = Edge.start(settings);
        edge.open(routes);
        return edge;
    }

    /** A request that closes the connection after it, and its whole answer. */
    static String ask(Edge edge, String request, String... headers) throws IOException {
        try (var wire = new Wire(edge)) {
            wire.say(request + " HTTP/1.1\r\nConnection: close\r\n");
            for (var header : headers) {
                wire.say(header + "\r\n");
            }
            return wire.say("\r\n").rest();
        }
    }

    Wire say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** What is answered up to and with a word. */
    String until(String word) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(word) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("the server closed after: " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }

    /** All that is answered until the server closes. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
