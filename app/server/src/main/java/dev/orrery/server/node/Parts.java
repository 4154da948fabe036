package dev.orrery.server.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be stopped in the opposite order. One that fails to stop stops no other. A
 * stop that comes in the middle of the start lets the part that is starting come up, and no more.
 */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private static final long PART_SECONDS_MAX = 3;
    private static final long INTERRUPTED_SECONDS_MAX = 15;

    /** What starts parts and adds them. */
    @FunctionalInterface
    interface Start {
        void run() throws InterruptedException;
    }

    private record Part(String name, AutoCloseable thing) {}

    private final Deque<Part> started = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Thread starter;
    private volatile boolean stopping;

    /** Starts parts; if that fails, for whatever reason, it stops those that were started. */
    void start(Start start) throws InterruptedException {
        lock.lock();
        starter = Thread.currentThread();
        boolean done = false;
        try {
            start.run();
            done = true;
        } catch (RuntimeException | InterruptedException failure) {
            if (stopping) {
                throw new StartStopped(failure);
            }
            throw failure;
        } finally {
            starter = null;
            if (!done) {
                closeAll();
            }
            lock.unlock();
        }
    }

    <T extends AutoCloseable> T add(String name, T thing) {
        started.push(new Part(name, thing));
        if (stopping) {
            throw new StartStopped(null);
        }
        return thing;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (mayClose()) {
                try {
                    closeAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayClose() throws InterruptedException {
        if (lock.tryLock(PART_SECONDS_MAX, TimeUnit.SECONDS)) {
            return true;
        }
        var waiting = starter;
        if (waiting != null) {
            waiting.interrupt();
        }
        return lock.tryLock(INTERRUPTED_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private void closeAll() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.thing().close();
            } catch (Exception failure) {
                LOG.error("The {} did not stop cleanly", part.name(), failure);
            }
        }
    }
}
