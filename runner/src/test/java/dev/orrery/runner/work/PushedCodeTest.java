package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.artifact.ArtifactArchive;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.artifact.BadArtifact;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushedCodeTest {

    private static final Outcome.Completed WELL = new Outcome.Completed(null);

    @TempDir Path folder;
    private final Map<String, byte[]> pushed = new HashMap<>();
    private int fetches;

    @Test
    void a_run_finds_the_files_that_were_pushed_in_its_working_folder() throws Exception {
        var artifact = push("say.sh", "#!/bin/sh\ncat lib/words\n", "lib/words", "hello\n");
        try (var bench = bench()) {
            assertThat(bench.code(artifact).run("./say.sh")).isEqualTo(WELL);
            assertThat(bench.recorder.out()).containsExactly("hello");
        }
    }

    @Test
    void what_one_run_writes_there_no_other_meets() throws Exception {
        var artifact = push("count", "");
        try (var bench = bench()) {
            bench.code(artifact);
            for (int i = 0; i < 2; i++) {
                assertThat(bench.shell("echo x >> count; wc -l < count")).isEqualTo(WELL);
            }
            assertThat(bench.recorder.out()).allMatch(line -> line.strip().equals("1")).hasSize(2);
        }
        assertThat(folder.resolve("data/work")).isEmptyDirectory();
    }

    @Test
    void code_is_fetched_once() throws Exception {
        var artifact = push("a", "1");
        for (int life = 0; life < 2; life++) {
            try (var bench = bench()) {
                assertThat(bench.code(artifact).run("cat", "a")).isEqualTo(WELL);
            }
        }
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void an_archive_that_was_changed_on_the_disk_is_fetched_again() throws Exception {
        var artifact = push("a", "1");
        var other = push("a", "2");
        try (var bench = bench()) {
            bench.code(artifact).run("true");
            var kept = folder.resolve("data/artifacts").resolve(artifact.artifact() + ".tar.gz");
            Files.write(kept, fetch(other.artifact()).orElseThrow());

            assertThat(bench.run("cat", "a")).isEqualTo(WELL);

            assertThat(bench.recorder.out()).containsExactly("1");
            assertThat(Files.readAllBytes(kept)).isEqualTo(pushed.get(artifact.artifact()));
        }
    }

    @Test
    void code_that_was_never_pushed_fails_the_run_with_the_reason() throws Exception {
        try (var bench = bench()) {
            var outcome = bench.code(new CodeSource.Pushed("a".repeat(64))).run("true");

            assertThat(outcome)
                    .isEqualTo(
                            new Outcome.Failed(
                                    FailureKind.NOT_STARTED,
                                    null,
                                    "The deployment's code, artifact "
                                            + "a".repeat(64)
                                            + ", was never pushed; create the deployment again."));
        }
    }

    @Test
    void code_that_cannot_be_fetched_crashes_the_run_with_the_reason() throws Exception {
        Archives broken =
                _ -> {
                    throw new IOException("Kafka is away");
                };
        try (var bench = Bench.in(folder.resolve("data"), broken)) {
            var outcome = bench.code(new CodeSource.Pushed("a".repeat(64))).run("true");

            assertThat(outcome).isInstanceOf(Outcome.Crashed.class);
            assertThat(((Outcome.Crashed) outcome).message()).contains("Kafka is away");
        }
    }

    @Test
    void the_cache_forgets_what_was_not_used_for_the_longest_time() throws Exception {
        var one = push("a", "1".repeat(2_000)).artifact();
        var two = push("a", "2".repeat(2_000)).artifact();
        var three = push("a", "3".repeat(2_000)).artifact();
        var room = fetch(one).orElseThrow().length + fetch(two).orElseThrow().length + 10;
        var cache = new ArtifactCache(folder.resolve("cache"), this::fetch, room);
        cache.unpack(one, Files.createDirectory(folder.resolve("1")));
        cache.unpack(two, Files.createDirectory(folder.resolve("2")));
        Files.setLastModifiedTime(
                folder.resolve("cache").resolve(one + ".tar.gz"), FileTime.from(Instant.EPOCH));

        cache.unpack(three, Files.createDirectory(folder.resolve("3")));

        try (var kept = Files.list(folder.resolve("cache"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(two + ".tar.gz", three + ".tar.gz");
        }
    }

    @Test
    void what_is_fetched_and_is_not_what_its_id_says_is_not_executed() throws Exception {
        var artifact = push("a", "1").artifact();
        pushed.put(artifact, fetch(push("a", "2").artifact()).orElseThrow());
        var cache = new ArtifactCache(folder.resolve("cache"), this::fetch, 1_000_000);

        assertThatThrownBy(() -> cache.unpack(artifact, folder))
                .hasMessageContaining("is not what its id says");
    }

    private Bench bench() throws Exception {
        return Bench.in(folder.resolve("data"), this::fetch);
    }

    private Optional<byte[]> fetch(String artifact) {
        fetches++;
        return Optional.ofNullable(pushed.get(artifact));
    }

    /** Files by path and content; those that begin as a script does can be executed. */
    private CodeSource.Pushed push(String... files) throws IOException, BadArtifact {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (int i = 0; i < files.length; i += 2) {
                var content = files[i + 1].getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(files[i]);
                entry.setSize(content.length);
                entry.setMode(files[i + 1].startsWith("#!") ? 0100755 : 0100644);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        var archive = bytes.toByteArray();
        var id = new ArtifactArchive(ArtifactLimits.USUAL).check(archive).artifact();
        pushed.put(id, archive);
        return new CodeSource.Pushed(id);
    }
}
