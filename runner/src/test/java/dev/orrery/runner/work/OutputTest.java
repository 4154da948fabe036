package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.report.Outcome.Completed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

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
    void both_streams_are_kept_apart() {
        bench.shell("echo out; echo err >&2; printf unfinished");
        assertThat(bench.recorder.out()).containsExactly("out", "unfinished");
        assertThat(bench.recorder.err()).containsExactly("err");
    }

    @Test
    void lines_are_seen_while_the_process_runs() {
        var outcome = bench.start("echo first; sleep 600");
        await().untilAsserted(() -> assertThat(bench.recorder.out()).containsExactly("first"));
        assertThat(outcome).isNotDone();
        bench.steering.end(Bench.GRACE);
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void many_lines_come_in_order() {
        bench.shell("i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i+1)); done");
        assertThat(bench.recorder.out())
                .isEqualTo(IntStream.range(0, 5000).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_hundred_megabytes_are_drained_and_dropped() throws Exception {
        bench.close();
        var limits = OutputLimits.DEFAULT.withOutputBytesMax(1 << 20);
        bench = Bench.with(WorkSettings.in(folder).withOutput(limits));
        assertThat(bench.shell("head -c 100000000 /dev/zero | tr '\\0' x; echo done >&2"))
                .isEqualTo(new Completed(null));
        assertThat(bench.recorder.out().stream().mapToLong(String::length).sum())
                .isEqualTo(1 << 20);
        assertThat(bench.recorder.out()).allMatch(line -> line.length() <= 16_384);
        assertThat(bench.recorder.notes())
                .containsExactly(
                        "98,951,429 bytes of output were dropped: an attempt may print 1,048,576.");
    }

    @Test
    void a_log_that_is_behind_loses_nothing_of_the_end() {
        bench.recorder.holdUp(Duration.ofMillis(1_500));
        bench.shell("i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done");
        assertThat(bench.recorder.out()).hasSize(2_000).endsWith("1999");
        assertThat(bench.recorder.notes()).isEmpty();
    }

    @Test
    void a_secret_that_the_limit_cuts_in_two_is_not_shown_by_half() throws Exception {
        bench.close();
        var limits = OutputLimits.DEFAULT.withOutputBytesMax(10);
        bench = Bench.with(WorkSettings.in(folder).withOutput(limits));
        bench.environment(Map.of("TOKEN", "secret:TOKEN")).shell("echo \"0123456$TOKEN\"");
        assertThat(bench.recorder.out()).containsExactly("012");
        assertThat(bench.recorder.notes())
                .containsExactly("6 bytes of output were dropped: an attempt may print 10.");
    }

    @Test
    void bytes_that_are_not_utf8_are_shown_as_replacements() {
        bench.shell("printf 'a\\377b\\303\\n\\303\\251'");
        assertThat(bench.recorder.out()).containsExactly("a\uFFFDb\uFFFD", "é");
    }

    @Test
    void secrets_are_hidden_in_output_and_result() {
        var outcome =
                bench.environment(Map.of("TOKEN", "secret:TOKEN", "PIN", "secret:PIN"))
                        .shell(
                                "echo \"it is $TOKEN$TOKEN, $PIN\"; echo \"$TOKEN\" >&2;"
                                        + " echo \"{\\\"t\\\":\\\"-$TOKEN-\\\"}\" >"
                                        + " \"$ORRERY_RESULT\"");
        assertThat(bench.recorder.out()).containsExactly("it is ******, 123");
        assertThat(bench.recorder.err()).containsExactly("***");
        assertThat(outcome).hasToString("Completed[result={\"t\":\"-***-\"}]");
    }

    @Test
    void a_secret_comes_from_a_file_too() throws Exception {
        bench.close();
        var secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("db.password"), "correct horse\n");
        bench = Bench.with(WorkSettings.in(folder).withSecrets(secrets));
        bench.environment(Map.of("P", "secret:db.password"))
                .shell("[ \"$P\" = 'correct horse' ] && echo \"is $P\"");
        assertThat(bench.recorder.out()).containsExactly("is ***");
    }

    @Test
    void a_secret_that_is_not_there_or_has_no_name_is_said() {
        assertThat(bench.environment(Map.of("A", "secret:OTHER")).run("true"))
                .asString()
                .contains("NOT_STARTED", "A refers to the secret 'OTHER'", "ORRERY_SECRET_OTHER");
        assertThat(bench.environment(Map.of("A", "secret:../x")).run("true"))
                .asString()
                .contains("NOT_STARTED", "the name of a secret is made of");
    }
}
