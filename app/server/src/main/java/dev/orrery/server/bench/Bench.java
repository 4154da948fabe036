package dev.orrery.server.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes the measurements, one after the other. */
public final class Bench {

    private static final List<Measurement> USUAL =
            List.of(
                    new ProduceConsume(),
                    new Pipeline(),
                    new ThroughKafka(),
                    new ThroughHttp(),
                    new ViewsFollow(),
                    new Pressure(),
                    new Fork(),
                    new Lifecycles(),
                    new Child(),
                    new Cli());

    private static final List<Measurement> LONG =
            List.of(new Restart(), new Schedules(), new Flat(), new Recovery(), new Audit());

    /** How much is measured. */
    public enum Extent {
        /** Short rounds, for whoever changes something and wants to see what it does. */
        QUICK,
        /** All that takes minutes and not more. */
        USUAL,
        /** With what takes longer. */
        FULL
    }

    private final Extent extent;
    private final List<String> only;
    private final Report report;

    /**
     * @param only names of measurements; none means all of the extent
     */
    public Bench(Extent extent, List<String> only, Report report) {
        this.extent = extent;
        this.only = List.copyOf(only);
        this.report = report;
    }

    /** The names that {@code only} may have. */
    public static List<String> names() {
        return Stream.concat(USUAL.stream(), LONG.stream()).map(Measurement::name).toList();
    }

    /**
     * @return whether every target is met
     */
    public boolean run() throws Exception {
        var folder = Files.createTempDirectory("orrery-bench-");
        var errors = System.err;
        // The server writes its log as it always does; only to a file, for the sake of the table.
        try (var log = new PrintStream(new File(folder + "/log"), StandardCharsets.UTF_8)) {
            System.setErr(log);
            return measure(folder);
        } finally {
            System.setErr(errors);
            delete(folder);
        }
    }

    private boolean measure(Path folder) throws Exception {
        var rounds = extent == Extent.QUICK ? Rounds.QUICK : Rounds.FULL;
        var book = new Book(report::figure);
        report.begin(rounds.text());
        var before = HostTime.now();
        try (var rig = new Rig(folder)) {
            for (var measurement : chosen()) {
                measurement.measure(rig, rounds, book);
            }
        }
        book.note(
                "processor time that the host kept from us",
                HostTime.now().stolenPercentSince(before),
                Unit.SHARE);
        report.end(book.figures(), leftOut());
        return book.isPassed();
    }

    private List<Measurement> chosen() {
        if (!only.isEmpty()) {
            return Stream.concat(USUAL.stream(), LONG.stream())
                    .filter(measurement -> only.contains(measurement.name()))
                    .toList();
        }
        return switch (extent) {
            case QUICK, USUAL -> USUAL;
            case FULL -> Stream.concat(USUAL.stream(), LONG.stream()).toList();
        };
    }

    /** What a reader of the usual table would miss. */
    private List<String> leftOut() {
        return only.isEmpty() && extent != Extent.FULL
                ? LONG.stream().map(Measurement::name).toList()
                : List.of();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
