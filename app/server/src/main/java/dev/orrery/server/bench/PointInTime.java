package dev.orrery.server.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One deployment with many revisions, read as it was after any of them. */
final class PointInTime {

    private static final int REVISIONS = 1_000;
    private static final int DOCUMENT_CHARACTERS = 4_096;
    private static final int WARM = 500;
    private static final int SAMPLES = 2_000;
    private static final int SEED = 42;
    private static final String PATH = "/v1/deployments/audit/revised";

    private PointInTime() {}

    static void measure(String address, Book book) throws IOException {
        try (var line = HttpLine.open(address)) {
            var moments = revisions(line);
            var random = new Random(SEED);
            for (int i = 0; i < WARM; i++) {
                ask(line, moments, random);
            }
            var samples = new Samples();
            for (int i = 0; i < SAMPLES; i++) {
                long start = System.nanoTime();
                ask(line, moments, random);
                samples.add(System.nanoTime() - start);
            }
            book.note("a deployment as of a moment, p50", samples.p50Millis(), Unit.MILLISECONDS);
            book.add(
                    "a deployment as of a moment, 1,000 revisions, p99",
                    samples.p99Millis(),
                    Unit.MILLISECONDS,
                    Target.atMost(20));
        }
    }

    /** Puts them. Returns the position after each. */
    private static List<String> revisions(HttpLine line) throws IOException {
        var moments = new ArrayList<String>();
        for (int revision = 0; revision < REVISIONS; revision++) {
            var document =
                    "{\"description\":\"%d %s\",\"entrypoint\":{\"kind\":\"command\",\"command\":[\"true\"]}}"
                            .formatted(revision, "x".repeat(DOCUMENT_CHARACTERS));
            moments.add(
                    line.ask(HttpRequest.put(PATH, document))
                            .requireGood()
                            .header("orrery-position"));
        }
        line.ask(HttpRequest.get(PATH, moments.getLast())).requireGood();
        return moments;
    }

    private static void ask(HttpLine line, List<String> moments, Random random) throws IOException {
        int revision = random.nextInt(moments.size());
        var path = "/v1/audit/asof/deployments/audit/revised?at=" + moments.get(revision);
        var then = line.ask(HttpRequest.get(path)).requireGood();
        if (!then.body().contains("\"revision\":" + (revision + 1) + ",")) {
            throw new IllegalStateException("it was another revision: " + then.head());
        }
    }
}
