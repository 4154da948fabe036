package dev.orrery.runner.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What others wish of an attempt while it executes: that it stands still, goes on, or ends before
 * its time. Everything may be said twice. An end can be asked for again with less patience: a lease
 * that is lost while a cancelled process still has its grace cuts the grace short.
 */
public final class Steering {

    private final LongSupplier nanos;
    private final long origin;
    private final AtomicLong killAfterNanos = new AtomicLong(Long.MAX_VALUE);
    private final AtomicBoolean standing = new AtomicBoolean();
    private final AtomicReference<CompletableFuture<Void>> changed =
            new AtomicReference<>(new CompletableFuture<>());

    public Steering() {
        this(System::nanoTime);
    }

    Steering(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /**
     * Ends the work, also where it stands still.
     *
     * @param grace how long it may take to end by itself before it is killed
     */
    public void end(Duration grace) {
        long after = nanos.getAsLong() - origin + grace.toNanos();
        killAfterNanos.accumulateAndGet(after, Math::min);
        tell();
    }

    /** Lets the work stand still until it is to go on, where the system has a way to. */
    public void standStill() {
        standing.set(true);
        tell();
    }

    /** Lets the work go on that stands still. */
    public void goOn() {
        standing.set(false);
        tell();
    }

    public boolean isToEnd() {
        return killAfterNanos.get() != Long.MAX_VALUE;
    }

    public boolean isToStandStill() {
        return standing.get();
    }

    /** Done when something is said next; whoever waits asks for this before what was said. */
    public CompletableFuture<Void> next() {
        return changed.get();
    }

    /** The nanoseconds that are left of the grace, negative when it has passed. */
    public long graceNanosLeft() {
        return killAfterNanos.get() - (nanos.getAsLong() - origin);
    }

    private void tell() {
        changed.getAndSet(new CompletableFuture<>()).complete(null);
    }
}
