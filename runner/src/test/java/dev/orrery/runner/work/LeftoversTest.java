package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private final ProcessTable table = ProcessTable.ofThisMachine();
    private final List<Process> started = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void end_what_was_started() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void what_an_earlier_life_left_is_ended_at_the_start() throws Exception {
        var sleep = start(Map.of(), "sleep", "600");
        var run = leave("run", mark(sleep, 0));
        Bench.in(folder).close();
        assertThat(sleep.waitFor()).isNotZero();
        assertThat(run).doesNotExist();
    }

    @Test
    void what_is_executed_ends_with_a_runner_that_is_killed() throws Exception {
        var run = start(Map.of(), "setsid", "sh", "-c", "sleep 600 & echo $!; wait");
        long child = Long.parseLong(run.inputReader().readLine());
        leave("run", mark(run, 0));
        var other = start(Map.of(), "setsid", "sleep", "600");
        leave("other", mark(other, -1));
        var guard = Guard.of(folder.resolve("work"));
        started.add(guard.shell());

        // As the system does it for a process that dies.
        guard.shell().getOutputStream().close();

        Awaitility.await().until(() -> !run.isAlive() && table.entry(child) == null);
        Awaitility.await().until(() -> !guard.shell().isAlive());
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void what_is_executed_outlives_a_guard_that_is_told_to_go() throws Exception {
        var run = start(Map.of(), "setsid", "sleep", "600");
        leave("run", mark(run, 0));
        var guard = Guard.of(folder.resolve("work"));
        guard.close();
        guard.shell().waitFor();
        assertThat(run.isAlive()).isTrue();
    }

    @Test
    void another_process_with_the_same_id_is_left_alone() throws Exception {
        var sleep = start(Map.of(), "sleep", "600");
        var run = leave("run", mark(sleep, -1));
        Bench.in(folder).close();
        assertThat(sleep.isAlive()).isTrue();
        assertThat(run).doesNotExist();
    }

    @Test
    void a_mark_that_was_half_written_stops_no_start() throws Exception {
        var run = leave("run", "12");
        Bench.in(folder).close();
        assertThat(run).doesNotExist();
    }

    @Test
    void a_process_that_was_never_written_down_is_known_by_its_environment() throws Exception {
        var run = leave("run", null);
        var sleep = start(Map.of("ORRERY_RESULT", run + "/result.json"), "sleep", "600");
        Bench.in(folder).close();
        assertThat(sleep.waitFor()).isNotZero();
        assertThat(run).doesNotExist();
    }

    @Test
    void a_process_whose_leader_has_died_is_known_by_its_session() throws Exception {
        var run = folder.resolve("work/run");
        var variables = Map.of("ORRERY_RESULT", run + "/result.json");
        var shell =
                start(
                        variables,
                        "setsid",
                        "sh",
                        "-c",
                        "sleep 600 & echo $!; env -i sleep 600 & echo $!; read -r stop");
        var reader = shell.inputReader();
        long first = Long.parseLong(reader.readLine());
        long second = Long.parseLong(reader.readLine());
        leave("run", mark(shell, 0));
        shell.destroyForcibly().waitFor();
        assertThat(table.entry(first)).isNotNull();
        assertThat(table.entry(second)).isNotNull();
        Bench.in(folder).close();
        assertThat(table.entry(first)).isNull();
        assertThat(table.entry(second)).isNull();
    }

    @Test
    void however_many_ignore_it_they_have_one_grace() throws Exception {
        for (int i = 0; i < 5; i++) {
            var deaf = start(Map.of(), "sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done");
            deaf.inputReader().readLine();
            leave("run" + i, mark(deaf, 0));
        }
        long began = System.nanoTime();
        new Leftovers(table, Duration.ofSeconds(2)).end(folder.resolve("work"));
        // One after the other they had ten seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        for (Process deaf : started) {
            assertThat(deaf.waitFor()).isNotZero();
        }
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    private Process start(Map<String, String> variables, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private String mark(Process process, long later) {
        var entry = table.entry(process.pid());
        assertThat(entry).isNotNull();
        return new ProcessMark(entry.pid(), entry.start() + later, table.boot()).toString();
    }

    private Path leave(String name, @Nullable String mark) throws IOException {
        var run = Files.createDirectories(folder.resolve("work").resolve(name));
        if (mark != null) {
            Files.writeString(run.resolve("process"), mark);
        }
        return run;
    }
}
