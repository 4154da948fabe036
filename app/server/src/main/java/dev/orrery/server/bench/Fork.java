package dev.orrery.server.bench;

import dev.orrery.schemas.id.RunId;
import java.util.concurrent.TimeUnit;

/** From the request for a run to its child process, forked for real. */
final class Fork implements Measurement {

    private static final long FORK_SECONDS_MAX = 30;
    private static final long PAUSE_MILLIS = 20;
    private static final int SAMPLES_PER_RUN = 5;

    @Override
    public String name() {
        return "fork";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var server = rig.server();
        Deployments.create(server.address(), 1);
        server.work().fork();
        try (var line = HttpLine.open(server.address())) {
            int runs = rounds.samples() / SAMPLES_PER_RUN;
            round(server, line, runs / 2);
            var times = rounds.each(() -> round(server, line, runs));
            book.add(
                    "run requested to process forked, p50",
                    Rounds.median(times, Samples::p50Millis),
                    Unit.MILLISECONDS,
                    Target.atMost(40));
            book.note(
                    "run requested to process forked, p99",
                    Rounds.median(times, Samples::p99Millis),
                    Unit.MILLISECONDS);
        }
    }

    private static Samples round(BenchServer server, HttpLine line, int runs) throws Exception {
        var times = new Samples();
        var request = HttpRequest.post(Deployments.path(0) + "/runs");
        for (int i = 0; i < runs; i++) {
            long asked = System.nanoTime();
            var place = line.ask(request).requireGood().header("location");
            var run = RunId.parse(place.substring(place.lastIndexOf('/') + 1));
            long forked = server.work().began(run).get(FORK_SECONDS_MAX, TimeUnit.SECONDS);
            times.add(forked - asked);
            // So that the run before has ended: the figure is that of a runner at rest.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return times;
    }
}
