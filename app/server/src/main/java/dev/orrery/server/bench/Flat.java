package dev.orrery.server.bench;

import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command through HTTP with an empty log, and with a million runs in it that have ended: what
 * happened long ago must cost nothing now.
 */
final class Flat implements Measurement {

    private static final int RUNS = 1_000_000;
    private static final int SLOTS = 512;

    /** Where one is asked for: each is short, so that the two are looked at at nearly one time. */
    private static final int ROUNDS_EACH = 3;

    /** Nobody is told of a run that is due in an hour, and it can be cancelled at once. */
    private static final long DELAY_SECONDS = 3_600;

    @Override
    public String name() {
        return "flat";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var folder = rig.folder("flat");
        try (var child = ChildServer.start(folder)) {
            Deployments.create(child.endpoints().api(), SLOTS);
            book.note("runs requested and ended", fill(child), Unit.PER_SECOND);
            book.note("memory then", child.residentMegabytes(), Unit.MEGABYTES);
        }
        try (var empty = ChildServer.start(rig.folder("flat-empty"));
                var full = ChildServer.start(folder)) {
            Deployments.create(empty.endpoints().api(), SLOTS);
            book.note("start on that log", full.readySeconds(), Unit.SECONDS);
            compare(new Subject(empty), new Subject(full), rounds, book);
        }
    }

    /** In turns, since a machine is not as fast now as it was some minutes ago. */
    private static void compare(Subject empty, Subject full, Rounds rounds, Book book)
            throws Exception {
        empty.warmUp(rounds);
        full.warmUp(rounds);
        var times =
                Rounds.times(
                        ROUNDS_EACH * rounds.rounds(),
                        () -> new Pair(empty.p50Millis(rounds), full.p50Millis(rounds)));
        double without = Rounds.median(times, Pair::empty);
        double with = Rounds.median(times, Pair::full);
        book.note("command through HTTP, log empty, p50", without, Unit.MILLISECONDS);
        book.note("command through HTTP, 1,000,000 ended runs, p50", with, Unit.MILLISECONDS);
        book.add(
                "latency with 1,000,000 ended runs to that without",
                with / without,
                Unit.TIMES,
                Target.atMost(1.2));
    }

    private record Pair(double empty, double full) {}

    /** A process that is looked at. */
    private static final class Subject {

        private final String address;
        private final Toggle toggle = new Toggle(SLOTS);

        Subject(ChildServer child) {
            address = child.endpoints().api();
        }

        void warmUp(Rounds rounds) throws Exception {
            try (var crowd = new HttpCrowd(address, SLOTS)) {
                rounds.warmUp(() -> crowd.rate(toggle::request, rounds.load()));
            }
        }

        double p50Millis(Rounds rounds) throws Exception {
            try (var line = HttpLine.open(address)) {
                return oneByOne(line, toggle, rounds.samples()).p50Millis();
            }
        }
    }

    private static Samples oneByOne(HttpLine line, Toggle toggle, int samples) throws IOException {
        var times = new Samples();
        for (int i = 0; i < samples; i++) {
            var request = toggle.request(0);
            long sent = System.nanoTime();
            line.ask(request).requireGood();
            times.add(System.nanoTime() - sent);
        }
        return times;
    }

    /** How fast they came. */
    private static double fill(ChildServer child) throws Exception {
        try (var line = new Line(child.endpoints())) {
            long start = System.nanoTime();
            Load.times(slot -> requestAndCancel(line, slot), SLOTS, RUNS);
            return RUNS * 1e9 / (System.nanoTime() - start);
        }
    }

    private static CompletableFuture<?> requestAndCancel(Line line, int slot) {
        var request =
                new RequestRun(
                        Deployments.id(slot),
                        null,
                        Json.EMPTY_OBJECT,
                        List.of(),
                        null,
                        DELAY_SECONDS);
        return line.ask(request)
                .thenCompose(reply ->
                        switch (reply) {
                            case Reply.Accepted accepted ->
                                    line.ask(new CancelRun(new RunId(accepted.subject())));
                            case Reply.Rejected _, Reply.Leased _ ->
                                    throw new IllegalStateException("refused: " + reply);
                        });
    }
}
