package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * So many requests a second, whether or not the ones before are answered: what many clients do who
 * do not know of each other. One thread, as {@link HttpCrowd}.
 */
final class Flood implements AutoCloseable {

    private static final long LOOK_MILLIS = 1;
    private static final int TOO_MANY = 429;

    private final Selector selector = Selector.open();
    private final List<HttpLine> lines = new ArrayList<>();
    private final Queue<Integer> free = new ArrayDeque<>();
    private final long[] sent;
    private volatile @Nullable Acknowledged latest;

    Flood(String address, int connections) throws IOException {
        sent = new long[connections];
        for (int i = 0; i < connections; i++) {
            var line = HttpLine.open(address);
            lines.add(line);
            free.add(i);
            line.channel().configureBlocking(false);
            line.channel().register(selector, SelectionKey.OP_READ, i);
        }
    }

    /**
     * A write that was acknowledged.
     *
     * @param position of it
     * @param nanos when its answer came
     */
    record Acknowledged(String position, long nanos) {}

    /**
     * What came of it.
     *
     * @param accepted from request to answer, of those that were done
     * @param refused with 429
     * @param unexplained of the refused, those that did not say when to come again
     * @param seconds it took
     */
    record Outcome(Samples accepted, int refused, int unexplained, double seconds) {
        double offered() {
            return (accepted.count() + refused) / seconds;
        }
    }

    /** What was acknowledged last, for whoever looks for it in the views. */
    @Nullable Acknowledged latest() {
        return latest;
    }

    /**
     * @param perSecond how many are sent, as far as there are connections
     */
    Outcome pour(IntFunction<byte[]> request, double perSecond, Duration length)
            throws IOException {
        var accepted = new Samples();
        int refused = 0;
        int unexplained = 0;
        long asked = 0;
        int out = 0;
        long start = System.nanoTime();
        long until = start + length.toNanos();
        while (System.nanoTime() - until < 0 || out > 0) {
            long now = System.nanoTime();
            long due = now - until < 0 ? (long) ((now - start) / 1e9 * perSecond) : 0;
            for (; asked < due && !free.isEmpty(); asked++, out++) {
                int slot = free.remove();
                sent[slot] = System.nanoTime();
                lines.get(slot).send(request.apply(slot));
            }
            // What found no connection is not made up for.
            asked = Math.max(asked, due);
            selector.select(LOOK_MILLIS);
            for (var key : selector.selectedKeys()) {
                int slot = (Integer) Objects.requireNonNull(key.attachment());
                var answer = lines.get(slot).receive();
                if (answer == null) {
                    continue;
                }
                out--;
                free.add(slot);
                if (answer.status() == TOO_MANY) {
                    refused++;
                    unexplained += isExplained(answer) ? 0 : 1;
                } else {
                    answer.requireGood();
                    long came = System.nanoTime();
                    accepted.add(came - sent[slot]);
                    latest = new Acknowledged(answer.header("orrery-position"), came);
                }
            }
            selector.selectedKeys().clear();
        }
        return new Outcome(accepted, refused, unexplained, (System.nanoTime() - start) / 1e9);
    }

    private static boolean isExplained(HttpAnswer answer) {
        return answer.head().toLowerCase(Locale.ROOT).contains("\r\nretry-after: ")
                && answer.body().contains("\"detail\"");
    }

    @Override
    public void close() throws IOException {
        for (var line : lines) {
            line.close();
        }
        selector.close();
    }
}
