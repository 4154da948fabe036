package dev.orrery.server.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long things are measured. Figures are medians over rounds, after a warm-up that counts for
 * nothing: a JVM that has just started compiles more than it works.
 *
 * @param rounds how often
 * @param warmUpMax load before the rounds, until it is no longer served faster
 * @param load of a round that measures a rate
 * @param samples of a round that measures one after the other
 * @param runs of a round that lets runs live
 * @param starts of a child process
 * @param commands of a terminal, one after the other
 * @param settle before an idle process is looked at: until then it compiles what it started with
 * @param idle while an idle process is looked at
 * @param schedules while schedules fire undisturbed
 * @param events in the log before something is killed
 */
record Rounds(
        int rounds,
        Duration warmUpMax,
        Duration load,
        int samples,
        int runs,
        int starts,
        int commands,
        Duration settle,
        Duration idle,
        Duration schedules,
        int events) {

    static final Rounds FULL =
            new Rounds(
                    3,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(5),
                    1_000,
                    6_000,
                    3,
                    20,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(10),
                    1_000_000);

    static final Rounds QUICK =
            new Rounds(
                    1,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(3),
                    300,
                    3_000,
                    1,
                    8,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    50_000);

    /** So many rounds in a row that are no faster than the ones before end a warm-up. */
    private static final int WARM_ROUNDS = 3;

    private static final double FASTER = 1.03;

    /** Something that takes its time. */
    @FunctionalInterface
    interface Round<T> {
        T run() throws Exception;
    }

    /** Lets load run until the JVM has compiled what it will: on two cores that takes a minute. */
    void warmUp(Round<Double> rate) throws Exception {
        long start = System.nanoTime();
        double best = 0;
        int noFaster = 0;
        while (noFaster < WARM_ROUNDS && System.nanoTime() - start < warmUpMax.toNanos()) {
            double now = rate.run();
            noFaster = now > FASTER * best ? 0 : noFaster + 1;
            best = Math.max(best, now);
        }
    }

    <T> List<T> each(Round<T> round) throws Exception {
        return times(rounds, round);
    }

    static <T> List<T> times(int times, Round<T> round) throws Exception {
        var all = new ArrayList<T>();
        for (int i = 0; i < times; i++) {
            all.add(round.run());
        }
        return all;
    }

    static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
        var sorted = of.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String text() {
        return "%d round%s; warm-up of %d s at most at 256 in flight, rounds of %d s and of %d samples"
                .formatted(
                        rounds,
                        rounds == 1 ? "" : "s, medians",
                        warmUpMax.toSeconds(),
                        load.toSeconds(),
                        samples);
    }
}
