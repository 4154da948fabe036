package dev.orrery.runner.work;

import static java.lang.Long.parseLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Cancelled;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingTest {

    private static final Duration SOON = Duration.ofSeconds(8);

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
    void a_run_that_is_cancelled_before_it_began_never_begins() {
        bench.steering.end(Bench.GRACE);
        assertThat(bench.shell("echo hi")).isInstanceOf(Cancelled.class);
        assertThat(bench.recorder.begun()).isZero();
    }

    @Test
    void a_cancelled_process_may_tidy_up() {
        var outcome =
                bench.start(
                        "trap 'echo tidied; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        cancelWhen("up");
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
        assertThat(bench.recorder.out()).containsExactly("up", "tidied");
    }

    @Test
    void a_process_that_ignores_sigterm_is_killed_after_its_grace() {
        var outcome = bench.start("trap '' TERM; echo up; while :; do sleep 0.05; done");
        cancelWhen("up");
        assertThat(outcome).succeedsWithin(SOON).asString().contains("Cancelled", "was killed");
    }

    @Test
    void a_lost_lease_cuts_the_grace_short() {
        var outcome = bench.start("trap '' TERM; echo up; while :; do sleep 0.05; done");
        await().until(() -> bench.recorder.out().contains("up"));
        bench.steering.end(Duration.ofMinutes(5));
        bench.steering.end(Duration.ZERO);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
    }

    @Test
    void a_run_that_takes_too_long_is_ended() {
        assertThat(bench.timeoutSeconds(1).shell("sleep 600"))
                .isEqualTo(
                        new Failed(
                                FailureKind.TIMED_OUT,
                                null,
                                "The run was still executing after its time-out of a second and"
                                        + " was ended."));
    }

    @Test
    void the_whole_tree_is_ended_also_those_who_ignore_it_and_those_without_a_parent() {
        var outcome =
                bench.start(
                        "(trap '' TERM; sleep 601 & echo pid $!; (sleep 602 & echo pid $!); wait) &"
                                + " setsid sh -c 'sleep 603 & echo pid $!' ; echo up; wait");
        await().until(() -> bench.recorder.out().size() == 4);
        var pids = pids();
        assertThat(pids).hasSize(3).allMatch(EndingTest::alive);
        bench.steering.end(Bench.GRACE);
        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(Cancelled.class);
        assertThat(pids).noneMatch(EndingTest::alive);
    }

    @Test
    void a_child_in_the_background_that_holds_the_pipe_holds_up_nothing() {
        assertThat(bench.shell("sleep 600 & echo pid $!")).isEqualTo(new Completed(null));
        assertThat(pids()).singleElement().matches(pid -> !alive(pid));
        assertThat(bench.recorder.notes())
                .containsExactly("The process left a process behind; it was ended with it.");
    }

    @Test
    void a_child_that_fled_the_session_with_the_pipe_is_found_too() {
        assertThat(bench.shell("setsid sh -c 'sleep 600 & echo pid $!'"))
                .isEqualTo(new Completed(null));
        assertThat(pids()).singleElement().matches(pid -> !alive(pid));
    }

    @Test
    void a_child_in_the_background_that_prints_for_ever_is_ended_and_its_output_is_cut() {
        assertThat(bench.shell("yes & echo $! >&2")).isEqualTo(new Completed(null));
        assertThat(bench.recorder.err()).singleElement().matches(pid -> !alive(parseLong(pid)));
        long characters = bench.recorder.out().stream().mapToLong(String::length).sum();
        assertThat(characters).isLessThanOrEqualTo(OutputLimits.DEFAULT.outputBytesMax());
    }

    @Test
    void a_daemon_that_left_the_session_and_the_pipe_ends_with_the_run() {
        var daemon = "setsid sh -c 'echo $$ > \"$ORRERY_RESULT\"; exec sleep 600'";
        var wait = "until [ -s \"$ORRERY_RESULT\" ]; do sleep 0.01; done";
        var outcome = bench.shell(daemon + " >/dev/null 2>&1 & " + wait + "; exit 0");
        long pid = parseLong(String.valueOf(((Completed) outcome).result()));
        assertThat(pid).isPositive().matches(daemonPid -> !alive(daemonPid));
        assertThat(bench.recorder.notes())
                .containsExactly("The process left a process behind; it was ended with it.");
    }

    @Test
    void who_fled_with_the_pipe_and_without_the_environment_is_read_no_longer() {
        var fled = "env -i PATH=\"$PATH\" setsid sh -c 'sleep 4; echo late'";
        assertThat(bench.shell("echo early; cd /; (" + fled + " &)"))
                .isEqualTo(new Completed(null));
        assertThat(bench.recorder.out()).containsExactly("early");
        assertThat(bench.recorder.notes())
                .containsExactly(
                        "Something outside the run holds its output open; nothing more of it is"
                                + " kept.");
    }

    @Test
    void a_child_in_the_background_without_the_pipe_ends_with_the_run() {
        Outcome outcome = bench.shell("sleep 600 > /dev/null 2>&1 & echo pid $!");
        assertThat(outcome).isEqualTo(new Completed(null));
        assertThat(pids()).singleElement().matches(pid -> !alive(pid));
    }

    private void cancelWhen(String line) {
        await().until(() -> bench.recorder.out().contains(line));
        bench.steering.end(Bench.GRACE);
    }

    private List<Long> pids() {
        return bench.recorder.out().stream()
                .filter(line -> line.startsWith("pid "))
                .map(line -> parseLong(line.substring(4)))
                .toList();
    }

    private static boolean alive(long pid) {
        return ProcessTable.ofThisMachine().entry(pid) != null;
    }
}
