package dev.orrery.verify.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A store, and a server in a process of its own that knows the store by its environment: the
 * libraries of the two do not agree with each other.
 */
public final class StoreServer implements AutoCloseable {

    public static final String BUCKET = "bucket";

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Pattern API = Pattern.compile("API +(\\S+)");

    private final Store store;
    private final Process process;
    private final Path output;

    private StoreServer(Store store, Process process, Path output) {
        this.store = store;
        this.process = process;
        this.output = output;
    }

    /**
     * @param data of the server
     * @param kept of the store
     */
    public static StoreServer start(Path data, Path kept) throws IOException {
        var store = Store.start(kept, BUCKET);
        var output = Files.createTempFile("orrery-server", ".txt");
        var launcher = distribution().resolve("bin/orrery").toString();
        var builder =
                new ProcessBuilder(launcher, "up", "--port", "0", "--data", data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables(store));
        var server = new StoreServer(store, builder.start(), output);
        await("the server to say where it is")
                .atMost(START_MAX)
                .until(() -> !server.process.isAlive() || server.said().contains("Stop it with"));
        return server;
    }

    public Store store() {
        return store;
    }

    public String api() {
        var api = API.matcher(said());
        assertThat(api.find()).as("it is up; it said: %s", said()).isTrue();
        return api.group(1);
    }

    /** What a program finds the store by. */
    public Map<String, String> variables() {
        return variables(store);
    }

    private static Map<String, String> variables(Store store) {
        var variables = new HashMap<>(store.variables());
        // Nobody asks the machine, which may be one of Amazon's or have a user's own settings.
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_CONFIG_FILE", "/dev/null");
        variables.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        return variables;
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path distribution() {
        for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            var found = above.resolve("app/server/target/orrery");
            if (Files.exists(found)) {
                return found;
            }
        }
        throw new IllegalStateException("the distribution is built before these tests");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        store.close();
        Files.deleteIfExists(output);
    }
}
