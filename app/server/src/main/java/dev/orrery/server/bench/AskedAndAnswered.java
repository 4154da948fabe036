package dev.orrery.server.bench;

/**
 * Three figures of anything that is asked and answers.
 *
 * @param what it is, as the figures' names begin
 * @param ask asks it
 */
record AskedAndAnswered(String what, Ask ask) {

    void measure(Rounds rounds, Book book) throws Exception {
        rounds.warmUp(() -> Load.rate(ask, Load.IN_FLIGHT, rounds.load()));
        Load.oneByOne(ask, rounds.samples() / 4);
        var times = rounds.each(() -> Load.oneByOne(ask, rounds.samples()));
        book.note(p50(what), Rounds.median(times, Samples::p50Millis), Unit.MILLISECONDS);
        book.note(p99(what), Rounds.median(times, Samples::p99Millis), Unit.MILLISECONDS);
        var rates = rounds.each(() -> Load.rate(ask, Load.IN_FLIGHT, rounds.load()));
        book.note(rate(what), Rounds.median(rates, Double::doubleValue), Unit.PER_SECOND);
    }

    static String p50(String what) {
        return what + ", p50";
    }

    static String p99(String what) {
        return what + ", p99";
    }

    static String rate(String what) {
        return what + ", " + Load.IN_FLIGHT + " in flight";
    }
}
