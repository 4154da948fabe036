package dev.orrery.server.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that stays open, and asks one thing after the other. */
final class HttpLine implements AutoCloseable {

    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);

    private HttpLine(SocketChannel channel) {
        this.channel = channel;
    }

    static HttpLine open(String address) throws IOException {
        var uri = URI.create(address);
        var channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpLine(channel);
    }

    HttpAnswer ask(byte[] request) throws IOException {
        send(request);
        for (; ; ) {
            var answer = receive();
            if (answer != null) {
                return answer;
            }
        }
    }

    void send(byte[] request) throws IOException {
        var out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** What came, when it is whole with what has just come. */
    @Nullable HttpAnswer receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        var answer = HttpAnswer.read(in.array(), in.position());
        if (answer != null) {
            in.clear();
        }
        return answer;
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
