package dev.orrery.runner.lease;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runner's capacity. Unlike a semaphore's queue, who wants many at once does not stand in the
 * way of who wants one.
 */
final class Slots {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int free;

    Slots(int capacity) {
        this.capacity = capacity;
        this.free = capacity;
    }

    /** Takes so many at once, or none when they are not free in time. */
    boolean take(int slots, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (free < slots) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            free -= slots;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int slots) {
        lock.lock();
        try {
            free += slots;
            if (free > capacity) {
                throw new IllegalStateException("more slots given back than taken");
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are free; false when they are not in time. */
    boolean awaitAllFree(Duration patience) throws InterruptedException {
        if (!take(capacity, patience)) {
            return false;
        }
        giveBack(capacity);
        return true;
    }
}
