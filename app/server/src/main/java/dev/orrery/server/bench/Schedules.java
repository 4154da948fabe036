package dev.orrery.server.bench;

import dev.orrery.audit.log.KafkaLog;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.audit.replay.Replay;
import dev.orrery.audit.replay.Until;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ten thousand deployments with a schedule each, whose command is {@code true}, forked for real:
 * for some minutes undisturbed, then through a restart and a kill -9.
 */
final class Schedules implements Measurement {

    private static final int SCHEDULES = 10_000;
    private static final int FIRES_PER_SECOND = 50;
    private static final int INTERVAL_SECONDS = SCHEDULES / FIRES_PER_SECOND;
    private static final long MILLIS_BETWEEN = 1_000 / FIRES_PER_SECOND;

    /** After so long what was made or begun is no longer felt. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Duration BETWEEN = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "schedules";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var folder = rig.folder("schedules");
        Instant quietFrom;
        Instant quietTo;
        try (var child = ChildServer.start(folder)) {
            create(child.endpoints().api());
            pause(SETTLE);
            quietFrom = now();
            pause(rounds.schedules());
            quietTo = now().minusSeconds(2);
        }
        var restarted = ChildServer.start(folder);
        try {
            pause(BETWEEN);
        } finally {
            restarted.kill();
        }
        try (var child = ChildServer.start(folder)) {
            pause(BETWEEN);
            // What is due now has long been fired when the log is read.
            var end = now();
            pause(SETTLE);
            tell(read(child, quietFrom, quietTo), end, book);
        }
    }

    private static void create(String address) throws IOException {
        var first = now();
        try (var line = HttpLine.open(address)) {
            for (int slot = 0; slot < SCHEDULES; slot++) {
                var anchor = first.plusMillis(slot * MILLIS_BETWEEN);
                line.ask(HttpRequest.put(Deployments.path(slot), document(anchor))).requireGood();
            }
        }
    }

    private static String document(Instant anchor) {
        return """
        {"entrypoint":{"kind":"command","command":["true"]},"tags":["bench"],\
        "schedules":[{"name":"every","interval":{"seconds":%d,"anchor":"%s"}}]}\
        """
                .formatted(INTERVAL_SECONDS, anchor);
    }

    private static NominalTimes read(ChildServer child, Instant quietFrom, Instant quietTo) {
        var clients = Map.of("bootstrap.servers", child.endpoints().kafka());
        var times = new NominalTimes(quietFrom, quietTo);
        try (var log = KafkaLog.open(clients)) {
            var summary =
                    Replay.run(
                            log, LogFormat.of(new KafkaSchemas(clients)), new Until.End(), times);
            if (summary.difference() != null) {
                throw new IllegalStateException("the log is not whole: " + summary.difference());
            }
            return times;
        }
    }

    private static void tell(NominalTimes times, Instant end, Book book) {
        book.note("nominal times of 10,000 schedules", (double) times.due(end), Unit.COUNT);
        book.note("nominal time to leased, p50", times.leased().p50Millis(), Unit.MILLISECONDS);
        book.add(
                "nominal time to leased, p99, 50 fires/s",
                times.leased().p99Millis(),
                Unit.MILLISECONDS,
                Target.atMost(500));
        book.add("runs never leased", times.neverLeased(), Unit.COUNT, Target.atMost(0));
        book.add(
                "nominal times missing, with a restart and a kill -9",
                (double) (times.missing(end) + times.stray(end)),
                Unit.COUNT,
                Target.atMost(0));
        book.add("nominal times skipped", (double) times.skipped(), Unit.COUNT, Target.atMost(0));
        book.add("nominal times fired twice", (double) times.twice(), Unit.COUNT, Target.atMost(0));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void pause(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
