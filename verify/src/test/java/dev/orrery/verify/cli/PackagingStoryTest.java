package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.pack.CodePackage;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The folder of the code, from here to a runner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagingStoryTest {

    private static final int ARTIFACT_BYTES_MAX = 18 << 20;

    private static final String FLOW =
            """
            import configparser
            import pathlib
            from helpers.words import greeting
            from orrery import flow, DeploymentSpec

            @flow
            def greet(name="world"):
                config = configparser.ConfigParser()
                config.read("config/settings.ini")
                print(greeting(name) + config["texts"]["end"])
                found = [p for p in pathlib.Path(".").rglob("*") if p.is_file()]
                print(sorted(str(p) for p in found if p.suffix != ".pyc"))

            DeploymentSpec(flow=greet, name="one")
            """;

    /** In the order of their paths' bytes. */
    private static final List<String> PACKED =
            List.of(
                    ".orreryignore",
                    "config/settings.ini",
                    "flow.py",
                    "helpers/words.py",
                    "keep.log");

    private Server server;
    private Launcher shell;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) throws IOException {
        Launcher.installHere();
        var most = Integer.toString(ARTIFACT_BYTES_MAX);
        server = Server.start(data, Map.of("artifacts.bytes.max", most));
        shell = new Launcher(folder, server.endpoints().api());
        shell.write("flow.py", FLOW);
        shell.write("helpers/words.py", "def greeting(name):\n    return 'Hello ' + name\n");
        shell.write("config/settings.ini", "[texts]\nend = !?\n");
        shell.write(".orreryignore", "*.log\n!keep.log\n/secrets/\n");
        shell.write("keep.log", "kept\n");
        shell.write("other.log", "left out\n");
        shell.write("secrets/password", "left out\n");
        shell.write("helpers/__pycache__/words.cpython-311.pyc", "left out by itself\n");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void what_would_be_pushed_is_listed_and_what_is_pushed_once_is_there() throws Exception {
        shell.type("deployment", "create", "flow.py", "--dry-run")
                .ends(0)
                .prints(
                        """
                        Loading deployments from python script at 'flow.py'...
                        Would put deployment 'one' for flow 'greet'
                           26  .orreryignore
                           17  config/settings.ini
                          %d  flow.py
                           47  helpers/words.py
                            5  keep.log
                          5 files, %d bytes, artifact %s
                        """
                                .formatted(FLOW.length(), FLOW.length() + 95, artifact()));
        assertThat(shell.type("deployment", "ls", "-o", "name").ends(0).out()).isEmpty();

        shell.type("deployment", "create", "flow.py").ends(0).says("Pushed 5 files, ");
        server.http().get("/v1/artifacts/" + artifact()).is(200);
        var second = shell.type("deployment", "create", "flow.py:greet", "--name", "two").ends(0);
        assertThat(second.out()).endsWith("Created deployment 'two' for flow 'greet'\n");
        assertThat(second.err()).doesNotContain("Pushed");

        shell.type("deployment", "run", "greet/two", "--watch")
                .ends(0)
                .prints("Hello world!?\n['" + String.join("', '", PACKED) + "']\n");
    }

    @Test
    void as_much_is_pushed_as_the_server_says_that_it_takes(@TempDir Path folder) throws Exception {
        assertThat(server.http().get("/v1/server").is(200).at("/limits/artifactBytesMax"))
                .isEqualTo(Integer.toString(ARTIFACT_BYTES_MAX));
        var large = shell.in(folder);
        large.write("flow.py", "from orrery import flow\n\n@flow\ndef greet():\n    print('hi')\n");
        Files.write(folder.resolve("noise"), noise(17 << 20));
        large.type("deployment", "create", "flow.py:greet", "--name", "large")
                .ends(0)
                .says("Pushed 2 files, ");

        // Noise does not get smaller on the disk either.
        var disk = server.http().get("/v1/artifacts").is(200).json().path("diskBytes").asLong();
        assertThat(disk).isGreaterThan(17 << 20).isLessThan(19 << 20);

        Files.write(folder.resolve("noise"), noise(ARTIFACT_BYTES_MAX));
        large.type("deployment", "create", "flow.py:greet", "--name", "larger")
                .ends(2)
                .says("more than 18,874,368 bytes, the most that can be pushed (noise has");
        server.http().get("/v1/deployments/greet/larger").is(404);

        var disobedient = CodePackage.of(folder, ArtifactLimits.ofContent(1L << 30));
        server.http()
                .send("PUT", "/v1/artifacts/" + disobedient.id(), disobedient.archive())
                .refuses(413, "ARTIFACT_TOO_LARGE");
    }

    /** By the rule that is written down, without the code that does it. */
    private String artifact() throws IOException, NoSuchAlgorithmException {
        var manifest = new StringBuilder();
        for (var path : PACKED) {
            var content = Files.readAllBytes(shell.folder().resolve(path));
            var line = "100644 %d %s %s\n".formatted(content.length, sha256(content), path);
            manifest.append(line);
        }
        return sha256(manifest.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    /** What does not get smaller. */
    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
