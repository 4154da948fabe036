package dev.orrery.server.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * The clock of the node, which can go forward at once. To Kafka that is a process that stood still
 * for a while, as one does whose machine slept. Only the clock that measures is moved, and not the
 * one that dates records.
 */
final class SkippingTime implements Time {
    private final AtomicLong skippedNanos = new AtomicLong();

    void skip(long nanos) {
        skippedNanos.addAndGet(nanos);
    }

    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds() + skippedNanos.get();
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds();
    }

    @Override
    public void sleep(long millis) {
        SYSTEM.sleep(millis);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        SYSTEM.waitObject(object, condition, deadlineMillis);
    }
}
