package dev.orrery.projections.peer;

import java.util.concurrent.Semaphore;

/** What one read holds of the memory that all reads have for answers of other nodes. */
final class Budget implements AutoCloseable {

    private final Semaphore bytesFree;
    private int held;
    private boolean closed;

    /**
     * @param bytesFree what all reads have left
     */
    Budget(Semaphore bytesFree) {
        this.bytesFree = bytesFree;
    }

    /** Whether so many more bytes may be held. What comes after the end is not held any more. */
    synchronized boolean take(int bytes) {
        if (closed || !bytesFree.tryAcquire(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /** Gives back what was taken. */
    @Override
    public synchronized void close() {
        closed = true;
        bytesFree.release(held);
        held = 0;
    }
}
