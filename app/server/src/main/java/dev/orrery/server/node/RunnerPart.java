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

/**
 * The runner of a node, and what it executes runs with.
 *
 * @param parts where it is added, to be stopped with the others
 * @param fault told when it can't go on
 */
record RunnerPart(NodeSettings settings, Parts parts, Consumer<Throwable> fault) {

    private static final String NAME = "runner";

    /**
     * @param given in place of child processes, for measurements
     */
    Runner start(
            KafkaConnection kafka,
            Codecs codecs,
            Exchange exchange,
            Artifacts artifacts,
            @Nullable Work given)
            throws InterruptedException {
        var folder = settings.data().resolve(NAME);
        try {
            var work =
                    given == null
                            ? parts.add(
                                    "work",
                                    ProcessWork.open(workSettings(folder), archives(artifacts)))
                            : given;
            return parts.add(
                    NAME,
                    Runner.start(kafka.clients(), codecs, exchange, settings(folder), work, fault));
        } catch (IOException failure) {
            throw new StartRefused(
                    "The runner's folder " + folder + " can't be used: " + failure.getMessage(),
                    failure);
        }
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

    private RunnerSettings settings(Path folder) {
        var runner =
                RunnerSettings.of(settings.pools(), settings.runnerCapacity(), folder)
                        .withDrain(settings.drain())
                        .withGrace(settings.grace());
        return settings.runnerHost().map(runner::withHost).orElse(runner);
    }

    private WorkSettings workSettings(Path folder) {
        var work = WorkSettings.in(folder).withGrace(settings.grace());
        return settings.secrets().map(work::withSecrets).orElse(work);
    }
}
