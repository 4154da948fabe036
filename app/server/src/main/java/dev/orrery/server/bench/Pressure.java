package dev.orrery.server.bench;

import dev.orrery.server.bench.Flood.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Three times as many commands as can be done: what is accepted is answered about as quickly as
 * ever, the rest is told to come again, the views keep up and the memory stays what it was.
 */
final class Pressure implements Measurement {

    /** More than may be in flight, and less than the connections that a server takes. */
    private static final int CONNECTIONS = 960;

    private static final int TIMES = 3;
    private static final long LOOK_MILLIS = 50;
    private static final int OK = 200;
    private static final double LOST_SECONDS = 60;

    @Override
    public String name() {
        return "pressure";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var length = rounds.load().multipliedBy(6);
        try (var child = ChildServer.start(rig.folder("pressure"))) {
            var address = child.endpoints().api();
            Deployments.create(address, CONNECTIONS);
            var toggle = new Toggle(CONNECTIONS);
            double capacity = capacity(address, toggle, rounds);
            book.note("capacity, 256 in flight", capacity, Unit.PER_SECOND);
            try (var flood = new Flood(address, CONNECTIONS)) {
                pour(address, flood, toggle, TIMES * capacity, rounds.load());
                var normal = pour(address, flood, toggle, capacity, length);
                double before = child.residentMegabytes();
                var pressed = pour(address, flood, toggle, TIMES * capacity, length);
                tell(normal, pressed, book);
                book.add(
                        "resident memory after it to that before",
                        child.residentMegabytes() / before,
                        Unit.TIMES,
                        Target.atMost(1.15));
            }
        }
    }

    private static double capacity(String address, Toggle toggle, Rounds rounds) throws Exception {
        try (var crowd = new HttpCrowd(address, Load.IN_FLIGHT)) {
            rounds.warmUp(() -> crowd.rate(toggle::request, rounds.load()));
            return Rounds.median(
                    rounds.each(() -> crowd.rate(toggle::request, rounds.load())),
                    Double::doubleValue);
        }
    }

    /**
     * @param outcome of the commands
     * @param lags how long the views took to have what was acknowledged
     */
    private record Poured(Outcome outcome, Samples lags) {}

    private static Poured pour(
            String address, Flood flood, Toggle toggle, double perSecond, Duration length)
            throws Exception {
        var done = new CompletableFuture<Void>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lags = threads.submit(() -> lags(address, flood, done::isDone));
            try {
                var outcome = flood.pour(toggle::request, perSecond, length);
                done.complete(null);
                return new Poured(outcome, lags.get());
            } finally {
                done.complete(null);
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("The views could not be read", failure);
        }
    }

    private static Samples lags(String address, Flood flood, BooleanSupplier isDone)
            throws Exception {
        var lags = new Samples();
        try (var line = HttpLine.open(address)) {
            while (!isDone.getAsBoolean() || lags.count() == 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                var latest = flood.latest();
                if (latest == null) {
                    continue;
                }
                int status =
                        line.ask(HttpRequest.get(Deployments.path(0), latest.position())).status();
                lags.add(
                        status == OK
                                ? System.nanoTime() - latest.nanos()
                                : (long) (LOST_SECONDS * 1e9));
            }
        }
        return lags;
    }

    private static void tell(Poured normal, Poured pressed, Book book) {
        double usual = normal.outcome().accepted().p99Millis();
        double under = pressed.outcome().accepted().p99Millis();
        book.note("commands offered at capacity", normal.outcome().offered(), Unit.PER_SECOND);
        book.note(
                "commands offered, three times that", pressed.outcome().offered(), Unit.PER_SECOND);
        book.note(
                "of these accepted",
                pressed.outcome().accepted().count() / pressed.outcome().seconds(),
                Unit.PER_SECOND);
        book.note("accepted at capacity, p99", usual, Unit.MILLISECONDS);
        book.note("accepted under pressure, p99", under, Unit.MILLISECONDS);
        book.add(
                "p99 of what is accepted to that at capacity",
                under / usual,
                Unit.TIMES,
                Target.atMost(2));
        book.note("refused with 429", pressed.outcome().refused(), Unit.COUNT);
        book.add(
                "of these without Retry-After and a reason",
                pressed.outcome().unexplained(),
                Unit.COUNT,
                Target.atMost(0));
        book.add(
                "views behind what was acknowledged, p99",
                pressed.lags().p99Millis() / 1e3,
                Unit.SECONDS,
                Target.atMost(5));
    }
}
