package dev.orrery.runner.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The wish that an attempt ends before its time. It can be asked for again with less patience: a
 * lease that is lost while a cancelled process still has its grace cuts the grace short.
 */
public final class Cancellation {

    private final LongSupplier nanos;
    private final long origin;
    private final AtomicLong killAfterNanos = new AtomicLong(Long.MAX_VALUE);
    private final CompletableFuture<Void> asked = new CompletableFuture<>();

    public Cancellation() {
        this(System::nanoTime);
    }

    Cancellation(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /**
     * Ends the work.
     *
     * @param grace how long it may take to end by itself before it is killed
     */
    public void ask(Duration grace) {
        long after = nanos.getAsLong() - origin + grace.toNanos();
        killAfterNanos.accumulateAndGet(after, Math::min);
        asked.complete(null);
    }

    public boolean isAsked() {
        return asked.isDone();
    }

    /** Done when somebody asks for the first time. */
    public CompletableFuture<Void> asked() {
        return asked.copy();
    }

    /** The nanoseconds that are left of the grace, negative when it has passed. */
    public long graceNanosLeft() {
        return killAfterNanos.get() - (nanos.getAsLong() - origin);
    }
}
