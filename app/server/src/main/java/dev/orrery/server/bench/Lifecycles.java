package dev.orrery.server.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whole lives of runs: requested through HTTP, leased, started, finished, their end seen in the
 * log. The runner is the real one; only the child process is left out.
 */
final class Lifecycles implements Measurement {

    private static final int CONNECTIONS = 64;

    /** More than the runner takes at once, so that it always has something to take. */
    private static final int LIVING_MAX = 2 * BenchServer.CAPACITY;

    private static final long END_SECONDS_MAX = 120;

    @Override
    public String name() {
        return "lifecycles";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var server = rig.server();
        Deployments.create(server.address(), CONNECTIONS);
        server.work().doNothing();
        try (var crowd = new HttpCrowd(server.address(), CONNECTIONS);
                var ended = new EventCount(server.endpoints().kafka(), "RunCompleted")) {
            round(crowd, ended, rounds.runs());
            var rates = rounds.each(() -> round(crowd, ended, rounds.runs()));
            book.add(
                    "run lifecycles, " + LIVING_MAX + " living",
                    Rounds.median(rates, Double::doubleValue),
                    Unit.PER_SECOND,
                    Target.atLeast(600));
        }
    }

    private static double round(HttpCrowd crowd, EventCount ended, int runs) throws Exception {
        var asked = new AtomicInteger();
        long before = ended.count();
        long start = System.nanoTime();
        crowd.ask(
                slot -> {
                    asked.incrementAndGet();
                    return HttpRequest.post(Deployments.path(slot) + "/runs");
                },
                () -> asked.get() < runs,
                () -> asked.get() - (ended.count() - before) < LIVING_MAX);
        while (ended.count() - before < runs) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(END_SECONDS_MAX)) {
                throw new IllegalStateException(
                        "%d of %d runs did not complete"
                                .formatted(runs - (ended.count() - before), runs));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return runs * 1e9 / (System.nanoTime() - start);
    }
}
