package dev.orrery.verify.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.orrery.commands.processor.PartitionWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever a seed does, every promise holds. {@code -Dorrery.simulation.seeds} says how many seeds
 * are played, {@code -Dorrery.simulation.seed} plays one alone and tells its steps when it fails.
 */
@Tag("simulation")
class SimulationTest {

    static final String SEED = "orrery.simulation.seed";

    private static final String SEEDS = "orrery.simulation.seeds";
    private static final int SEEDS_USUALLY = 200;
    private static final int BROKEN_MAX = 10;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(PartitionWriter.class)).setLevel(Level.ERROR);
    }

    @Test
    void whatever_happens_every_promise_holds() throws InterruptedException, ExecutionException {
        var one = Long.getLong(SEED);
        if (one != null) {
            Simulation.play(one);
            return;
        }
        long last = Long.getLong(SEEDS, SEEDS_USUALLY);
        var next = new AtomicLong(1);
        var broken = new ConcurrentSkipListSet<Long>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (var players = Executors.newFixedThreadPool(threads)) {
            var played =
                    IntStream.range(0, threads)
                            .<Future<?>>mapToObj(
                                    _ -> players.submit(() -> play(next, last, broken)))
                            .toList();
            for (var each : played) {
                each.get();
            }
        }
        if (!broken.isEmpty()) {
            LoggerFactory.getLogger(SimulationTest.class).error("The seeds {} fail", broken);
            Simulation.tell(broken.first());
        }
        assertThat(next.get()).isGreaterThan(last);
    }

    @Test
    void the_same_seed_gives_the_same_log() {
        assertThat(Simulation.fingerprint(7)).isEqualTo(Simulation.fingerprint(7));
    }

    /** The more seeds are known that fail, the sooner it is found why. */
    private static void play(AtomicLong next, long last, Set<Long> broken) {
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            if (broken.size() < BROKEN_MAX && !Simulation.holds(seed)) {
                broken.add(seed);
            }
        }
    }
}
