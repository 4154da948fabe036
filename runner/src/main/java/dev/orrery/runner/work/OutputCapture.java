package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.output.OutputLine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a process prints and hands it on in chunks. It never stops reading before the process
 * does, whatever is dropped: a full pipe would stop the process. Memory is bounded by one chunk and
 * two reads, since the reader that fills a chunk hands it over itself and waits.
 */
final class OutputCapture {

    private static final int READ_BYTES = 32 * 1024;
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Progress progress;
    private final Mask mask;
    private final OutputLimits limits;
    private final InstantSource clock;
    private final AtomicLong bytesSeen = new AtomicLong();
    private final List<Reader> readers = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private List<OutputLine> pending = new ArrayList<>();
    private int pendingCharacters;
    private long firstPending = 1;
    private boolean closed;
    private volatile boolean abandoned;

    /** How far the reading of what a process printed has come. */
    enum Reading {
        /** All has been read. */
        DONE,
        /** Something holds a pipe open, and prints nothing. */
        HELD,
        /** There is more than could be handed on in time. */
        BUSY
    }

    private final class Reader implements Runnable {

        private final InputStream in;
        private final OutputLine.Stream stream;
        private final Thread thread;
        // When it began to wait for the process; it is busy while this is 0.
        private volatile long waitingSinceNanos;

        private Reader(InputStream in, OutputLine.Stream stream) {
            this.in = in;
            this.stream = stream;
            thread =
                    Thread.ofPlatform()
                            .daemon()
                            .name("output-" + stream.name().toLowerCase(Locale.ROOT))
                            .unstarted(this);
        }

        @Override
        public void run() {
            drain(this);
        }

        private int read(byte[] bytes) throws IOException {
            waitingSinceNanos = System.nanoTime() | 1;
            try {
                return in.read(bytes);
            } finally {
                waitingSinceNanos = 0;
            }
        }

        private boolean hasWaitedSince(long nanos) {
            long since = waitingSinceNanos;
            return since != 0 && nanos - since >= 0;
        }
    }

    OutputCapture(Progress progress, Mask mask, OutputLimits limits, InstantSource clock) {
        this.progress = progress;
        this.mask = mask;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Reads the stream to its end. On a platform thread, because a pipe can't be waited for without
     * one: a virtual thread that reads it would hold a carrier that others need.
     */
    void read(InputStream in, OutputLine.Stream stream) {
        var reader = new Reader(in, stream);
        readers.add(reader);
        reader.thread.start();
    }

    String masked(String text) {
        return mask.apply(text);
    }

    @Nullable Json masked(@Nullable Json value) {
        return value == null ? null : mask.apply(value);
    }

    /** The runner's own word about the run; it counts against no limit. */
    void note(String sentence) {
        add(OutputLine.Stream.RUNNER, mask.apply(sentence));
    }

    /** Waits until all has been read; false when something still holds a pipe open after that. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Reader reader : readers) {
            var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            if (!reader.thread.join(left)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until all has been read, with more patience for a reader that is busy with what is
     * there than for one that waits for something to come.
     */
    Reading awaitEnd(Duration quiet, Duration busy) throws InterruptedException {
        long start = System.nanoTime();
        for (Reader reader : readers) {
            while (!reader.thread.join(LOOK_EVERY)) {
                long now = System.nanoTime();
                boolean isQuiet = now - start > quiet.toNanos();
                if (isQuiet && reader.hasWaitedSince(now - quiet.toNanos())) {
                    return Reading.HELD;
                }
                if (now - start > busy.toNanos()) {
                    return Reading.BUSY;
                }
            }
        }
        return Reading.DONE;
    }

    /**
     * Reads no more: a reader closes its end of the pipe at the next thing that comes, and whoever
     * holds the other end can print no more. One who never prints keeps the reader waiting.
     */
    void abandon() {
        abandoned = true;
    }

    /** Hands over what is left and says what was dropped. Whatever is read later is ignored. */
    void close() {
        long dropped = bytesSeen.get() - limits.outputBytesMax();
        if (dropped > 0) {
            note(
                    "%,d bytes of output were dropped: an attempt may print %,d."
                            .formatted(dropped, limits.outputBytesMax()));
        }
        lock.lock();
        try {
            handOver();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void drain(Reader reader) {
        var lines =
                new LineSplitter(
                        mask, limits.outputLineCharactersMax(), text -> add(reader.stream, text));
        var bytes = new byte[READ_BYTES];
        boolean cut = false;
        try (var _ = reader.in) {
            for (int read; (read = reader.read(bytes)) >= 0 && !abandoned; ) {
                long seen = bytesSeen.getAndAdd(read);
                int kept = Math.clamp(limits.outputBytesMax() - seen, 0, read);
                if (kept > 0) {
                    lines.feed(bytes, kept);
                }
                if (kept < read && !cut) {
                    cut = true;
                    lines.cut();
                }
            }
        } catch (IOException _) {
            // The process is gone and its pipe was closed under us: that is an end too.
        }
        if (!cut) {
            lines.end();
        }
    }

    private void add(OutputLine.Stream stream, String text) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            pending.add(new OutputLine(clock.instant(), stream, text));
            pendingCharacters += text.length();
            if (pending.size() >= limits.chunkLinesMax()
                    || pendingCharacters >= limits.chunkCharactersMax()) {
                handOver();
            } else if (pending.size() == 1) {
                Thread.ofVirtual().start(this::handOverSoon);
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOverSoon() {
        try {
            Thread.sleep(limits.chunkDelay());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            handOver();
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        if (pending.isEmpty() || closed) {
            return;
        }
        var lines = pending;
        long first = firstPending;
        firstPending += lines.size();
        pending = new ArrayList<>();
        pendingCharacters = 0;
        progress.printed(first, lines);
    }
}
