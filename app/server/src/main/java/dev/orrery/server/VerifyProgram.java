package dev.orrery.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.orrery.audit.log.KafkaLog;
import dev.orrery.audit.log.KafkaPartition;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.verify.PartitionState;
import dev.orrery.audit.verify.Scope;
import dev.orrery.audit.verify.Stage;
import dev.orrery.audit.verify.Task;
import dev.orrery.audit.verify.Verification;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.checkpoint.SignedCheckpoint;
import dev.orrery.schemas.checkpoint.SigningKeys;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.node.LogAccess;
import dev.orrery.server.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.NetworkClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves a log without a server. */
@Command(
        name = "verify-log",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the log alone and checks that sequences and versions have no gap, that the hash"
                    + " chain holds, that each event can be read and follows from the state before"
                    + " it, and that the log is what signed checkpoints say. Stops at the first"
                    + " difference with exit code 1.",
            "The log is that of the server with the same settings, which may run or not; of a Kafka"
                    + " of your own, the settings that begin with kafka. are used. For the views of"
                    + " a running server see 'orrery audit verify'."
        })
final class VerifyProgram implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 100;
    private static final long TELL_EVERY_LOOKS = 10;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "The log must have what this signed checkpoint has; may be repeated.")
    private List<Path> checkpoints = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Begin behind this signed checkpoint: what is before it is not read, and states"
                            + " are not folded.")
    private @Nullable Path from;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "The key that signed the checkpoints: Ed25519, PEM.")
    private @Nullable Path publicKey;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Read the log of this Kafka, in place of the one of the settings.")
    private @Nullable String kafka;

    @Mixin private SettingsOptions options = new SettingsOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var task = task();
        var given = options.values();
        if (kafka != null) {
            given.put("kafka.bootstrap.servers", kafka);
        }
        var settings = NodeSettings.of(given);
        if (!settings.embedsKafka()) {
            return verify(task, settings.kafka());
        }
        try (var access = LogAccess.to(settings.data())) {
            var clients = new HashMap<>(settings.kafka());
            clients.put("bootstrap.servers", access.bootstrapServers());
            return verify(task, clients);
        }
    }

    private Task task() {
        var expected = new ArrayList<Place>();
        checkpoints.forEach(file -> expected.addAll(signed(file)));
        var start = from == null ? List.<Place>of() : signed(from);
        try {
            return new Task(Scope.LOG, start, expected);
        } catch (IllegalArgumentException senseless) {
            throw new StartRefused(String.valueOf(senseless.getMessage()), senseless);
        }
    }

    private List<Place> signed(Path file) {
        if (publicKey == null) {
            throw new StartRefused(
                    "Whose signature a checkpoint must have is said by --public-key FILE.");
        }
        try {
            var checkpoint = SignedCheckpoint.read(text(file));
            if (!checkpoint.isSignedBy(SigningKeys.readPublic(text(publicKey)))) {
                throw new StartRefused(
                        "The checkpoint "
                                + file
                                + " is not signed by the key of "
                                + publicKey
                                + ", or was changed since.");
            }
            return checkpoint.checkpoint().places();
        } catch (IllegalArgumentException malformed) {
            throw new StartRefused(
                    file + " with " + publicKey + " can't be used: " + malformed.getMessage(),
                    malformed);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new StartRefused("The file " + file + " can't be read.", unreadable);
        }
    }

    private int verify(Task task, Map<String, String> clients) throws InterruptedException {
        // A Kafka that is not there is told in one sentence and not in a line an attempt.
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.ERROR);
        List<Integer> partitions;
        try (var log = KafkaLog.open(clients)) {
            partitions = log.partitions();
        }
        if (task.lastPartition() > partitions.getLast()) {
            throw new StartRefused(
                    "The checkpoint has a partition "
                            + task.lastPartition()
                            + "; this log has the partitions 0 to "
                            + partitions.getLast()
                            + ".");
        }
        var format = LogFormat.of(new KafkaSchemas(clients));
        try (var verification =
                Verification.ofLog(
                        task, each -> KafkaPartition.open(clients, each), format, () -> true)) {
            partitions.forEach(verification::begin);
            for (long looks = 1; !verification.isOver(); looks++) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                if (looks % TELL_EVERY_LOOKS == 0) {
                    progress(verification.states());
                }
            }
            return end(task, verification.states());
        }
    }

    private void progress(List<PartitionState> states) {
        var err = spec.commandLine().getErr();
        err.printf(
                "%,d of %,d events, %,d of %d partitions.%n",
                events(states),
                states.stream().mapToLong(each -> each.last() - each.start()).sum(),
                states.stream().filter(each -> each.stage().isOver()).count(),
                states.size());
        err.flush();
    }

    private static long events(List<PartitionState> states) {
        return states.stream().mapToLong(each -> Math.max(0, each.sequence() - each.start())).sum();
    }

    private int end(Task task, List<PartitionState> states) {
        var out = spec.commandLine().getOut();
        for (var each : states) {
            if (each.stage() == Stage.DIFFERENT && each.difference() != null) {
                var found = each.difference();
                out.printf(
                        "Difference at %s (offset %d): %s.%n",
                        found.at(), found.offset(), found.sentence());
            } else if (each.stage() == Stage.FAILED) {
                out.printf("Partition %d: %s%n", each.partition(), each.failure());
            }
        }
        boolean isWhole = states.stream().allMatch(each -> each.stage() == Stage.VERIFIED);
        tell(out, task, states, isWhole);
        out.flush();
        return isWhole ? 0 : Failures.EXIT_CODE;
    }

    private static void tell(
            PrintWriter out, Task task, List<PartitionState> states, boolean isWhole) {
        out.printf(
                "%,d events of %d partitions were read%s.%n",
                events(states),
                states.size(),
                isWhole ? ": sequences, times and labels are whole and the hash chain holds" : "");
        if (isWhole && task.from().isEmpty()) {
            out.println("Each event follows from the state before it.");
        } else if (isWhole) {
            out.println("What is before the checkpoint of --from was not read, nor states folded.");
        }
        if (isWhole && !task.expected().isEmpty()) {
            out.printf(
                    "The log is what the checkpoints have at %d places.%n", task.expected().size());
        }
    }
}
