package dev.orrery.server.bench;

/** A command through HTTP, to its answer, and how that compares to the bare pipeline. */
final class ThroughHttp implements Measurement {

    private static final String WHAT = "command through HTTP";

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var toggle = new Toggle(Load.IN_FLIGHT);
        var address = rig.server().address();
        Deployments.create(address, Load.IN_FLIGHT);
        rounds.warmUp(() -> crowd(address, crowd -> crowd.rate(toggle::request, rounds.load())));
        double p50 = oneByOne(address, toggle, rounds, book);
        double rate =
                crowd(
                        address,
                        crowd ->
                                Rounds.median(
                                        rounds.each(
                                                () -> crowd.rate(toggle::request, rounds.load())),
                                        Double::doubleValue));
        book.add(AskedAndAnswered.rate(WHAT), rate, Unit.PER_SECOND, Target.atLeast(5_000));
        compare(p50, rate, book);
    }

    /** Something that is measured with many connections. */
    private interface Crowded {
        double measure(HttpCrowd crowd) throws Exception;
    }

    /** With connections of its own: the server closes what is idle for a minute. */
    private static double crowd(String address, Crowded crowded) throws Exception {
        try (var crowd = new HttpCrowd(address, Load.IN_FLIGHT)) {
            return crowded.measure(crowd);
        }
    }

    private static double oneByOne(String address, Toggle toggle, Rounds rounds, Book book)
            throws Exception {
        try (var line = HttpLine.open(address)) {
            oneByOne(line, toggle, rounds.samples() / 4);
            var times = rounds.each(() -> oneByOne(line, toggle, rounds.samples()));
            double p50 = Rounds.median(times, Samples::p50Millis);
            book.add(AskedAndAnswered.p50(WHAT), p50, Unit.MILLISECONDS, Target.atMost(15));
            double p99 = Rounds.median(times, Samples::p99Millis);
            book.note(AskedAndAnswered.p99(WHAT), p99, Unit.MILLISECONDS);
            return p50;
        }
    }

    private static void compare(double p50, double rate, Book book) {
        var bareP50 = book.value(AskedAndAnswered.p50(Pipeline.WHAT));
        var bareRate = book.value(AskedAndAnswered.rate(Pipeline.WHAT));
        if (bareP50.isPresent() && bareRate.isPresent()) {
            book.add(
                    "p50 through HTTP to that of the pipeline",
                    p50 / bareP50.getAsDouble(),
                    Unit.TIMES,
                    Target.atMost(3));
            book.add(
                    "rate through HTTP to that of the pipeline",
                    rate / bareRate.getAsDouble(),
                    Unit.TIMES,
                    Target.atLeast(0.25));
        }
    }

    private static Samples oneByOne(HttpLine line, Toggle toggle, int samples) throws Exception {
        var times = new Samples();
        for (int i = 0; i < samples; i++) {
            var request = toggle.request(0);
            long sent = System.nanoTime();
            line.ask(request).requireGood();
            times.add(System.nanoTime() - sent);
        }
        return times;
    }
}
