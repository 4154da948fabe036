package dev.orrery.server.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Asks by futures: one after the other, or so many at once that each answer is the next question.
 */
final class Load {

    static final int IN_FLIGHT = 256;

    private static final long ANSWER_SECONDS_MAX = 30;

    private Load() {}

    static Samples oneByOne(Ask ask, int samples) throws Exception {
        var times = new Samples();
        for (int i = 0; i < samples; i++) {
            long sent = System.nanoTime();
            ask.ask(0).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            times.add(System.nanoTime() - sent);
        }
        return times;
    }

    /** Answers a second, with so many questions out all the time. */
    static double rate(Ask ask, int inFlight, Duration length) throws Exception {
        var crowd = new Crowd(ask, Long.MAX_VALUE);
        long start = System.nanoTime();
        crowd.begin(inFlight);
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        long answers = crowd.answered.sum();
        long nanos = System.nanoTime() - start;
        crowd.end(inFlight);
        return answers * 1e9 / nanos;
    }

    /** Asks so many times, so many at once; returns when all is answered. */
    static void times(Ask ask, int inFlight, long times) throws Exception {
        var crowd = new Crowd(ask, times);
        crowd.begin(inFlight);
        while (crowd.finished.sum() < inFlight) {
            crowd.check();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        crowd.check();
    }

    private static final class Crowd {
        private final Ask ask;
        private final long times;
        private final LongAdder answered = new LongAdder();
        private final LongAdder finished = new LongAdder();
        private final AtomicLong asked = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile boolean ending;

        Crowd(Ask ask, long times) {
            this.ask = ask;
            this.times = times;
        }

        void begin(int slots) {
            for (int slot = 0; slot < slots; slot++) {
                next(slot);
            }
        }

        private void next(int slot) {
            if (ending || failure.get() != null || asked.incrementAndGet() > times) {
                finished.increment();
                return;
            }
            var _ =
                    ask.ask(slot)
                            .whenComplete((_, why) -> {
                                if (why == null) {
                                    answered.increment();
                                } else {
                                    failure.compareAndSet(null, why);
                                }
                                next(slot);
                            });
        }

        void end(int slots) throws Exception {
            ending = true;
            long start = System.nanoTime();
            while (finished.sum() < slots) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX)) {
                    throw new TimeoutException("some answers never came");
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            check();
        }

        void check() {
            var why = failure.get();
            if (why != null) {
                throw new IllegalStateException("The load failed", why);
            }
        }
    }
}
