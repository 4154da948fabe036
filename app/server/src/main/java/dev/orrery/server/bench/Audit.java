package dev.orrery.server.bench;

import dev.orrery.audit.log.KafkaLog;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Replay;
import dev.orrery.audit.replay.Until;
import dev.orrery.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How fast the log is asked, against a bare consumer of the same topic in the same run: the log's
 * own checks, and an export over HTTP. And how fast it is proved with the views, and how soon it is
 * said what was.
 */
final class Audit implements Measurement {

    private static final int SLOTS = 1_024;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final Duration POLL = Duration.ofMillis(200);

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        try (var child = ChildServer.start(rig.folder("audit"))) {
            fill(child, rounds.events());
            var kafka = Map.of("bootstrap.servers", child.endpoints().kafka());
            // Each once for the compilers, which live here and in the server.
            var _ = new Round(bare(kafka), checks(kafka), export(child));
            var figures = rounds.each(() -> new Round(bare(kafka), checks(kafka), export(child)));
            book.note(
                    "events that a bare consumer reads",
                    Rounds.median(figures, Round::bare),
                    Unit.PER_SECOND);
            tell(book, "the log's own checks", Rounds.median(figures, Round::checksShare));
            book.note("events checked", Rounds.median(figures, Round::checks), Unit.PER_SECOND);
            tell(book, "an export over HTTP", Rounds.median(figures, Round::exportShare));
            book.note("events exported", Rounds.median(figures, Round::export), Unit.PER_SECOND);
            VerifiedViews.measure(child.endpoints().api(), book);
            PointInTime.measure(child.endpoints().api(), book);
        }
    }

    private static void tell(Book book, String what, double share) {
        book.add(what + ", to a bare consumer", share, Unit.TIMES, Target.atLeast(0.1));
    }

    /** Events a second, one after the other and so in the same minute. */
    private record Round(double bare, double checks, double export) {

        double checksShare() {
            return checks / bare;
        }

        double exportShare() {
            return export / bare;
        }
    }

    private static double bare(Map<String, String> kafka) {
        var settings =
                Map.<String, Object>of(
                        "bootstrap.servers",
                        String.valueOf(kafka.get("bootstrap.servers")),
                        "isolation.level",
                        "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var log =
                    consumer.partitionsFor(Topics.EVENTS).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(log);
            consumer.seekToBeginning(log);
            var ends = consumer.endOffsets(log);
            long events = 0;
            long start = System.nanoTime();
            while (log.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                events += consumer.poll(POLL).count();
            }
            return events * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double checks(Map<String, String> kafka) {
        try (var log = KafkaLog.open(kafka)) {
            long start = System.nanoTime();
            var summary =
                    Replay.run(
                            log, LogFormat.of(new KafkaSchemas(kafka)), new Until.End(), _ -> {});
            if (summary.difference() != null) {
                throw new IllegalStateException(summary.difference().sentence());
            }
            return summary.events() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double export(ChildServer child) throws IOException {
        var url = URI.create(child.endpoints().api() + "/v1/audit/export").toURL();
        long lines = 0;
        long start = System.nanoTime();
        try (var in = url.openStream()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    lines += chunk[i] == '\n' ? 1 : 0;
                }
            }
        }
        // The last line is no event.
        return (lines - 1) * 1e9 / (System.nanoTime() - start);
    }

    private static void fill(ChildServer child, int events) throws Exception {
        Deployments.create(child.endpoints().api(), SLOTS);
        var toggle = new Toggle(SLOTS);
        try (var line = new Line(child.endpoints())) {
            Load.times(slot -> line.ask(toggle.command(slot)), SLOTS, events);
        }
    }
}
