package dev.orrery.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path temporary;

    @Test
    void one_process_has_a_folder_at_a_time() {
        Path path = temporary.resolve("a/b");
        try (DataFolder folder = DataFolder.claim(path)) {
            assertThat(folder.path()).isEqualTo(path);
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> DataFolder.claim(path))
                    .withMessage(
                            "The data folder %s is in use by process %d. Stop it first, or choose"
                                    + " another folder.",
                            path, ProcessHandle.current().pid());
        }
        DataFolder.claim(path).close();
    }

    @Test
    void a_look_by_another_process_does_not_refuse_a_start() throws Exception {
        DataFolder.claim(temporary).close();
        var looking =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Look.class.getName(),
                                temporary.resolve("lock").toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(looking.getInputStream().read()).isEqualTo('!');
            var claim = new FutureTask<>(() -> DataFolder.claim(temporary));
            var claiming = Thread.ofPlatform().start(claim);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> claiming.getState() == Thread.State.TIMED_WAITING);
            looking.getOutputStream().close();
            claim.get().close();
        } finally {
            looking.destroyForcibly().waitFor();
        }
    }

    /** Has a share of the lock until its input ends. */
    static final class Look {
        private Look() {}

        public static void main(String[] arguments) throws Exception {
            try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ);
                    var _ = channel.lock(0, Long.MAX_VALUE, true)) {
                System.out.print('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused_in_one_sentence() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> DataFolder.claim(file.resolve("data")))
                .withMessageContaining("can't be written")
                .withMessageContaining(file.toString())
                .withMessageEndingWith(".");
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> DataFolder.claim(file))
                .withMessageContaining("can't be written");
    }

    @Test
    void ports_are_remembered_and_nonsense_is_not_believed() throws IOException {
        try (DataFolder folder = DataFolder.claim(temporary)) {
            RememberedPorts ports = new RememberedPorts(folder);
            assertThat(ports.last("kafka")).isEmpty();

            ports.remember("kafka", 19092);
            ports.remember("registry", 18081);
            assertThat(new RememberedPorts(folder).last("kafka")).hasValue(19092);
            assertThat(new RememberedPorts(folder).last("registry")).hasValue(18081);

            for (String nonsense : new String[] {"kafka=0", "kafka=65536", "kafka=x", "\\u00z"}) {
                Files.writeString(folder.resolve("ports.properties"), nonsense);
                assertThat(ports.last("kafka")).isEmpty();
            }
        }
    }
}
