package dev.orrery.server.bench;

/**
 * How long after its acknowledgement a write is in the views: a read that waits for its position.
 */
final class ViewsFollow implements Measurement {

    @Override
    public String name() {
        return "views";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var address = rig.server().address();
        Deployments.create(address, 1);
        try (var line = HttpLine.open(address)) {
            var toggle = new Toggle(1);
            round(line, toggle, rounds.samples() / 4);
            var times = rounds.each(() -> round(line, toggle, rounds.samples()));
            book.note(
                    "write seen in the views after its answer, p50",
                    Rounds.median(times, Samples::p50Millis),
                    Unit.MILLISECONDS);
            book.add(
                    "write seen in the views after its answer, p99",
                    Rounds.median(times, Samples::p99Millis),
                    Unit.MILLISECONDS,
                    Target.atMost(100));
        }
    }

    private static Samples round(HttpLine line, Toggle toggle, int samples) throws Exception {
        var times = new Samples();
        for (int i = 0; i < samples; i++) {
            var answer = line.ask(toggle.request(0)).requireGood();
            var read = HttpRequest.get(Deployments.path(0), answer.header("orrery-position"));
            long acknowledged = System.nanoTime();
            line.ask(read).requireGood();
            times.add(System.nanoTime() - acknowledged);
        }
        return times;
    }
}
