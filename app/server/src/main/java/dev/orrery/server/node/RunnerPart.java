package dev.orrery.server.node;

import dev.orrery.runner.lease.Runner;
import dev.orrery.runner.lease.RunnerSettings;
import dev.orrery.runner.work.Archives;
import dev.orrery.runner.work.ProcessWork;
import dev.orrery.runner.work.Work;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.artifact.store.Artifacts;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The runner of a node, put together: what it executes with, and how it takes runs. */
final class RunnerPart {

    private static final String NAME = "runner";

    private final NodeSettings settings;
    private final KafkaConnection kafka;
    private final Codecs codecs;
    private final Exchange exchange;
    private final Parts parts;
    private final Path folder;

    RunnerPart(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Exchange exchange,
            Parts parts) {
        this.settings = settings;
        this.kafka = kafka;
        this.codecs = codecs;
        this.exchange = exchange;
        this.parts = parts;
        folder = settings.data().resolve(NAME);
    }

    /**
     * @param given in place of child processes, for measurements
     * @param whenStopped is told why, once, when it can't go on
     */
    Runner start(Artifacts artifacts, @Nullable Work given, Consumer<? super Throwable> whenStopped)
            throws InterruptedException {
        try {
            var work = given == null ? parts.add("work", processes(artifacts)) : given;
            return parts.add(
                    NAME,
                    Runner.start(
                            kafka.clients(),
                            codecs,
                            exchange,
                            runnerSettings(),
                            work,
                            whenStopped::accept));
        } catch (IOException failure) {
            throw new StartRefused(
                    "The runner's folder " + folder + " can't be used: " + failure.getMessage(),
                    failure);
        }
    }

    private ProcessWork processes(Artifacts artifacts) throws IOException {
        var work = WorkSettings.in(folder).withGrace(settings.grace());
        return ProcessWork.open(
                settings.secrets().map(work::withSecrets).orElse(work), archives(artifacts));
    }

    private RunnerSettings runnerSettings() {
        var runner =
                RunnerSettings.of(settings.pools(), settings.runnerCapacity(), folder)
                        .withDrain(settings.drain())
                        .withGrace(settings.grace());
        return settings.runnerHost().map(runner::withHost).orElse(runner);
    }

    private static Archives archives(Artifacts artifacts) {
        return artifact -> {
            try {
                return artifacts.get(artifact);
            } catch (KafkaException away) {
                throw new IOException("The artifacts can't be read: " + away.getMessage(), away);
            }
        };
    }
}
