package dev.orrery.runner.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runner's capacity, which its pools share. Unlike a semaphore's queue, who wants many at once
 * does not stand in the way of who wants one; and among pools the first that can be served is, so
 * that none takes all turns.
 */
final class Slots {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Claim> waiting = new ArrayList<>();
    private int free;

    /** Not a record: two that are equal are two all the same. */
    private static final class Claim {
        private final String pool;
        private final int slots;

        private Claim(String pool, int slots) {
            this.pool = pool;
            this.slots = slots;
        }
    }

    Slots(int capacity) {
        this.capacity = capacity;
        this.free = capacity;
    }

    /** Takes so many at once for a pool, or none when they are not free in time. */
    boolean take(String pool, int slots, Duration patience) throws InterruptedException {
        var claim = new Claim(pool, slots);
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            waiting.add(claim);
            while (!isServed(claim)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            free -= slots;
            return true;
        } finally {
            waiting.remove(claim);
            changed.signalAll();
            lock.unlock();
        }
    }

    private boolean isServed(Claim claim) {
        for (Claim earlier : waiting) {
            if (earlier == claim) {
                return claim.slots <= free;
            }
            if (!earlier.pool.equals(claim.pool) && earlier.slots <= free) {
                return false;
            }
        }
        throw new IllegalStateException("a claim that is not waiting");
    }

    /** Whether another pool could go on, were these given back. */
    boolean areWantedBeside(String pool, int held) {
        lock.lock();
        try {
            return waiting.stream()
                    .anyMatch(claim -> !claim.pool.equals(pool) && claim.slots <= free + held);
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are free; false when they are not in time. */
    boolean awaitAllFree(Duration patience) throws InterruptedException {
        if (!take("", capacity, patience)) {
            return false;
        }
        giveBack(capacity);
        return true;
    }
}
