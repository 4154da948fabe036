package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A place to try runs out: real processes in a folder of the test's. */
final class Bench implements AutoCloseable {

    static final Duration GRACE = Duration.ofMillis(500);
    static final DeploymentId DEPLOYMENT = DeploymentId.of("flow", "name");
    static final Instant SCHEDULED = Instant.parse("2026-11-01T02:00:00Z");

    final Recorder recorder = new Recorder();
    final Steering steering = new Steering();
    private final ProcessWork work;
    private @Nullable Path path;
    private @Nullable CodeSource code;
    private Json parameters = Json.EMPTY_OBJECT;
    private Map<String, String> environment = Map.of();
    private Infrastructure infrastructure = Infrastructure.PROCESS;
    private @Nullable Integer timeoutSeconds;

    private Bench(ProcessWork work) {
        this.work = work;
    }

    static Bench in(Path folder) throws IOException, InterruptedException {
        return with(WorkSettings.in(folder).withGrace(GRACE));
    }

    static Bench in(Path folder, Archives archives) throws IOException, InterruptedException {
        return with(WorkSettings.in(folder).withGrace(GRACE), archives);
    }

    static Bench with(WorkSettings settings) throws IOException, InterruptedException {
        return with(settings, Archives.NONE);
    }

    private static Bench with(WorkSettings settings, Archives archives)
            throws IOException, InterruptedException {
        var own = new HashMap<>(System.getenv());
        own.put("ORRERY_SECRET_TOKEN", "hunter22");
        own.put("ORRERY_SECRET_PIN", "123");
        own.put("NOT_FOR_RUNS", "private");
        var work = ProcessWork.open(settings, archives, own);
        work.endLeftovers();
        return new Bench(work);
    }

    Bench path(Path folder) {
        path = folder;
        return this;
    }

    Bench code(CodeSource source) {
        code = source;
        return this;
    }

    Bench parameters(String json) {
        parameters = Json.parse(json);
        return this;
    }

    Bench environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    Bench infrastructure(String type) {
        infrastructure = new Infrastructure(type, Json.EMPTY_OBJECT);
        return this;
    }

    Bench timeoutSeconds(int seconds) {
        timeoutSeconds = seconds;
        return this;
    }

    Outcome run(String... command) {
        return run(new Entrypoint.Command(List.of(command)));
    }

    Outcome shell(String script) {
        return run("sh", "-c", script);
    }

    Outcome run(Entrypoint entrypoint) {
        return work.run(assignment(entrypoint), recorder, steering);
    }

    CompletableFuture<Outcome> start(String script) {
        var outcome = new CompletableFuture<Outcome>();
        Thread.ofVirtual().start(() -> outcome.completeAsync(() -> shell(script), Runnable::run));
        return outcome;
    }

    private Assignment assignment(Entrypoint entrypoint) {
        var run = RunId.requested(DEPLOYMENT, "ada", CommandId.random(), Instant.now());
        var specification =
                new RunSpecification(
                        entrypoint,
                        code,
                        path == null ? null : path.toString(),
                        parameters,
                        environment,
                        List.of(),
                        "default",
                        infrastructure,
                        timeoutSeconds,
                        null,
                        null);
        return new Assignment(run, DEPLOYMENT, "flow", 1, SCHEDULED, specification);
    }

    @Override
    public void close() throws IOException {
        work.close();
    }
}
