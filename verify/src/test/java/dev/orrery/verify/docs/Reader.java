package dev.orrery.verify.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who does what a document says, word by word, in a folder and a home of its own.
 *
 * @param root in which {@code /home/ada} is theirs
 * @param distribution the one that the build made
 * @param api the server
 * @param variables of their own
 */
record Reader(Path root, Path distribution, String api, Map<String, String> variables) {

    private static final long SECONDS_MAX = 120;

    /** As the documents write it. */
    static final String HOME = "/home/ada";

    private static final Block TIDYING =
            new Block(
                    0,
                    "sh",
                    List.of("run"),
                    List.of(
                            "for deployment in $(orrery deployment ls -o name); do",
                            "orrery deployment delete $deployment",
                            "done"));

    /** Does what the blocks say, and leaves no deployment to the next document. */
    void follow(String document, List<Block> blocks) throws IOException, InterruptedException {
        var name = document.replaceAll(".*/|\\.md$", "");
        var folder = Files.createDirectories(home().resolve(name));
        List<String> printed = List.of();
        for (var block : blocks) {
            var place = "%s, line %d".formatted(name, block.line());
            var file = block.named("file");
            if (file.isPresent()) {
                var target = folder.resolve(file.get());
                Files.createDirectories(target.getParent());
                Files.writeString(target, block.whole());
            } else if (block.is("run")) {
                printed = run(place, block, folder);
            } else if (block.is("output")) {
                Masked.compare(place, block, printed);
            }
        }
        var _ = run("the end of " + name, TIDYING, folder);
    }

    Path home() {
        return root.resolve(HOME.substring(1));
    }

    private List<String> run(String place, Block block, Path folder)
            throws IOException, InterruptedException {
        var said = root.resolve("said.txt");
        var builder =
                new ProcessBuilder("sh", "-ec", block.whole())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(said.toFile());
        prepare(builder.environment());
        var process = builder.start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("%s does not end; it said: %s", place, Files.readString(said));
        }
        var lines = lines(said);
        assertThat(process.exitValue())
                .as("the exit code of %s; it said: %s", place, lines)
                .isEqualTo(block.named("exit").map(Integer::parseInt).orElse(0));
        return lines;
    }

    /** As after an installation: the launcher on the PATH, and nothing of who runs this test. */
    private void prepare(Map<String, String> environment) {
        var java = Path.of(System.getProperty("java.home"));
        environment.keySet().removeIf(variable -> variable.matches("(ORRERY|AWS)_.*"));
        environment.putAll(variables);
        environment.put("HOME", home().toString());
        environment.put("JAVA_HOME", java.toString());
        environment.put("ORRERY_API_URL", api);
        environment.put("ORRERY_HOME", distribution.toString());
        environment.put("ORRERY_JOURNAL", home().resolve(".orrery/journal").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator,
                        distribution.resolve("bin").toString(),
                        java.resolve("bin").toString(),
                        String.valueOf(System.getenv("PATH"))));
    }

    private List<String> lines(Path said) throws IOException {
        return Files.readString(said).replace(root.toString(), "").lines().toList();
    }
}
