package dev.orrery.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.orrery.audit.log.KafkaLog;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.print.Transcript;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Replay;
import dev.orrery.audit.replay.ReplayedEvent;
import dev.orrery.audit.replay.Subject;
import dev.orrery.audit.replay.Until;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.node.LogAccess;
import dev.orrery.server.node.NodeSettings;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.clients.NetworkClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints the log: each event, and the state that it left. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the log alone and prints each event with the state folded from it, in the order"
                    + " of time. Checks sequences, versions, times and the hash chain on the way,"
                    + " and stops at the first difference with exit code 1.",
            "The log is that of the server with the same settings, which may run or not; of a Kafka"
                    + " of your own, the settings that begin with kafka. are used."
        })
final class ReplayProgram implements Callable<Integer> {

    @Option(
            names = "--until",
            paramLabel = "TIME|PARTITION:SEQUENCE",
            converter = UntilReader.class,
            description =
                    "Stop after this moment (UTC where it names no offset) or this event; several"
                            + " partitions with commas, others are read to their end.")
    private Until until = new Until.End();

    @Option(
            names = "--subject",
            paramLabel = "ID",
            converter = SubjectReader.class,
            description =
                    "Print only the events of this deployment, run or schedule; a deployment also"
                            + " by flow/name. All are checked.")
    private @Nullable Subject subject;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Read the log of this Kafka, in place of the one of the settings.")
    private @Nullable String kafka;

    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to print; json is one object a line and an event (default table).")
    private Output output = Output.TABLE;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Who reads it: a person or a program. */
    enum Output {
        TABLE,
        JSON
    }

    @Override
    public Integer call() throws InterruptedException {
        var given = options.values();
        if (kafka != null) {
            given.put("kafka.bootstrap.servers", kafka);
        }
        var settings = NodeSettings.of(given);
        if (!settings.embedsKafka()) {
            return replay(settings.kafka());
        }
        try (var access = LogAccess.to(settings.data())) {
            var clients = new HashMap<>(settings.kafka());
            clients.put("bootstrap.servers", access.bootstrapServers());
            return replay(clients);
        }
    }

    private int replay(Map<String, String> clients) {
        // A Kafka that is not there is told in one sentence and not in a line an attempt.
        ((Logger) LoggerFactory.getLogger(NetworkClient.class)).setLevel(Level.ERROR);
        // What picocli gives is flushed line by line, which would take longer than all the rest.
        var out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut()));
        var err = spec.commandLine().getErr();
        var transcript =
                switch (output) {
                    case TABLE -> Transcript.text(out);
                    case JSON -> Transcript.json(out, err);
                };
        try (var log = KafkaLog.open(clients)) {
            refuseStray(log);
            var told = new Told(transcript, out);
            var summary = Replay.run(log, LogFormat.of(new KafkaSchemas(clients)), until, told);
            transcript.end(summary);
            if (subject != null && told.events == 0) {
                err.println("No event of these is about " + subject + ".");
                err.flush();
            }
            return summary.difference() == null ? 0 : Failures.EXIT_CODE;
        } catch (ReaderLeft enough) {
            return Failures.EXIT_CODE;
        }
    }

    private void refuseStray(KafkaLog log) {
        until.strayFrom(log.partitions())
                .ifPresent(stray -> {
                    throw new StartRefused(
                            "There is no partition "
                                    + stray
                                    + "; this log has the partitions 0 to "
                                    + log.partitions().getLast()
                                    + ".");
                });
    }

    /** Prints what is asked for, as long as somebody reads it. */
    private final class Told implements Consumer<ReplayedEvent> {

        private static final int LOOK_EVERY_EVENTS = 500;

        private final Transcript transcript;
        private final PrintWriter out;
        private long events;

        Told(Transcript transcript, PrintWriter out) {
            this.transcript = transcript;
            this.out = out;
        }

        @Override
        public void accept(ReplayedEvent event) {
            if (subject != null && !subject.isOf(event.recorded())) {
                return;
            }
            transcript.event(event);
            if (++events % LOOK_EVERY_EVENTS == 0 && out.checkError()) {
                throw new ReaderLeft();
            }
        }
    }

    /** Nobody reads on, as behind {@code | head}. */
    private static final class ReaderLeft extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class UntilReader implements ITypeConverter<Until> {
        @Override
        public Until convert(String text) {
            try {
                return Until.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
        }
    }

    private static final class SubjectReader implements ITypeConverter<Subject> {
        @Override
        public Subject convert(String text) {
            try {
                return Subject.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
        }
    }
}
