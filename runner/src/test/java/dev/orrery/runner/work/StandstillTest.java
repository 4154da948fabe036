package dev.orrery.runner.work;

import static java.lang.Long.parseLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.report.Outcome.Cancelled;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are stopped for a while. */
@EnabledOnOs(OS.LINUX)
class StandstillTest {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String COUNTING = "echo pid $$; i=0; while :; do i=$((i+1));";

    @TempDir Path folder;
    Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.in(folder);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void the_whole_tree_stands_still_and_goes_on() {
        var child = COUNTING + " sleep 0.01; done";
        var outcome = bench.start("setsid sh -c '" + child + "' & (" + child + ") & " + child);
        await().until(() -> pids().size() == 3);

        bench.steering.standStill();
        await().until(() -> states().equals(List.of('T', 'T', 'T')));
        // To be told twice is to be told once.
        bench.steering.standStill();

        bench.steering.goOn();
        bench.steering.goOn();
        await().until(() -> !states().contains('T'));
        bench.steering.end(Duration.ZERO);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
    }

    @Test
    void its_output_stops_and_goes_on() {
        var outcome = bench.start(COUNTING + " echo $i; sleep 0.01; done");
        await().until(() -> bench.recorder.out().size() > 3);
        bench.steering.standStill();
        await().until(() -> states().equals(List.of('T')));

        // What the pipe held when it stopped may still be on its way.
        var last = new AtomicInteger();
        await().during(Duration.ofMillis(200)).until(() -> last.getAndSet(lines()) == lines());
        int before = lines();
        bench.steering.goOn();
        await().until(() -> lines() > before + 3);
        bench.steering.end(Duration.ZERO);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
    }

    @Test
    void its_time_stands_still_too() {
        var outcome =
                bench.timeoutSeconds(2)
                        .start("echo pid $$; until [ -e \"$ORRERY_RESULT\" ]; do sleep 0.01; done");
        await().until(() -> pids().size() == 1);
        bench.steering.standStill();
        await().until(() -> states().equals(List.of('T')));
        await().during(Duration.ofMillis(2_500)).until(() -> !outcome.isDone());

        bench.steering.goOn();
        await().until(() -> states().equals(List.of('S')) || outcome.isDone());
        assertThat(outcome).isNotDone();
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Failed.class);
    }

    @Test
    void one_that_stands_still_is_cancelled_and_may_tidy_up() {
        var outcome =
                bench.start("trap 'echo tidied; exit 0' TERM; " + COUNTING + " sleep 0.01; done");
        await().until(() -> pids().size() == 1);
        bench.steering.standStill();
        await().until(() -> states().equals(List.of('T')));

        bench.steering.end(Duration.ofSeconds(5));
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
        assertThat(bench.recorder.out()).endsWith("tidied");
    }

    @Test
    void one_that_stands_still_when_its_lease_is_lost_is_killed() {
        var outcome = bench.start("trap '' TERM; " + COUNTING + " sleep 0.01; done");
        await().until(() -> pids().size() == 1);
        bench.steering.standStill();
        await().until(() -> states().equals(List.of('T')));

        bench.steering.end(Duration.ZERO);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
    }

    @Test
    void what_is_to_stand_still_before_it_begins_stands_still_when_it_has_begun() {
        bench.steering.standStill();
        var outcome = bench.start("while :; do sleep 0.01; done");
        await().until(() -> bench.recorder.begun() == 1);
        bench.steering.goOn();
        bench.steering.end(Bench.GRACE);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
    }

    @Test
    void to_go_on_is_nothing_to_what_goes_on() {
        bench.steering.goOn();
        assertThat(bench.shell("echo hi")).isEqualTo(new Completed(null));
    }

    @Test
    void a_system_without_a_shell_can_send_no_signal() throws Exception {
        assertThat(Signal.CONT.send("/no/such/shell", List.of())).isFalse();
    }

    private int lines() {
        return bench.recorder.out().size();
    }

    private List<Long> pids() {
        return bench.recorder.out().stream()
                .filter(line -> line.startsWith("pid "))
                .map(line -> parseLong(line.substring(4)))
                .toList();
    }

    /** As the system has them: S sleeps, R runs, T is stopped. */
    private List<Character> states() {
        return pids().stream().map(StandstillTest::state).toList();
    }

    private static char state(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
