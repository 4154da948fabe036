package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Many connections that each ask again as soon as they have their answer, all in one thread: 256
 * threads would take from the server what they are to measure.
 */
final class HttpCrowd implements AutoCloseable {

    private static final long LOOK_MILLIS = 1;

    private final Selector selector = Selector.open();
    private final List<HttpLine> lines = new ArrayList<>();
    private final Queue<SelectionKey> resting = new ArrayDeque<>();
    private long answers;

    HttpCrowd(String address, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            var line = HttpLine.open(address);
            lines.add(line);
            line.channel().configureBlocking(false);
            line.channel().register(selector, SelectionKey.OP_READ, i);
        }
    }

    /** Answers a second. */
    double rate(IntFunction<byte[]> request, Duration length) throws IOException {
        long start = System.nanoTime();
        long until = start + length.toNanos();
        answers = 0;
        ask(request, () -> System.nanoTime() - until < 0, () -> true);
        return answers * 1e9 / (System.nanoTime() - start);
    }

    /**
     * @param goOn whether to ask anything more
     * @param mayAsk whether to ask now; if not, it is looked at again in a moment
     */
    void ask(IntFunction<byte[]> request, BooleanSupplier goOn, BooleanSupplier mayAsk)
            throws IOException {
        resting.addAll(selector.keys());
        int out = 0;
        while (out > 0 || goOn.getAsBoolean()) {
            while (!resting.isEmpty() && goOn.getAsBoolean() && mayAsk.getAsBoolean()) {
                int slot = slot(resting.remove());
                lines.get(slot).send(request.apply(slot));
                out++;
            }
            selector.select(LOOK_MILLIS);
            for (var key : selector.selectedKeys()) {
                var answer = lines.get(slot(key)).receive();
                if (answer != null) {
                    answer.requireGood();
                    answers++;
                    out--;
                    resting.add(key);
                }
            }
            selector.selectedKeys().clear();
        }
        resting.clear();
    }

    private static int slot(SelectionKey key) {
        return (Integer) Objects.requireNonNull(key.attachment());
    }

    @Override
    public void close() throws IOException {
        for (var line : lines) {
            line.close();
        }
        selector.close();
    }
}
