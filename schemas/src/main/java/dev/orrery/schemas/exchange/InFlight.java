package dev.orrery.schemas.exchange;

import java.util.concurrent.Semaphore;

/** How many of one kind wait for an answer; a crowd of one kind takes no place from another. */
final class InFlight {

    private final int max;
    private final Semaphore free;

    InFlight(int max) {
        this.max = max;
        free = new Semaphore(max);
    }

    /**
     * @throws TooManyInFlight when no more may wait
     */
    void enter() {
        if (!free.tryAcquire()) {
            throw new TooManyInFlight(max);
        }
    }

    void leave() {
        free.release();
    }
}
