package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.checkpoint.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a server prove its log and its views. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves the log of a server, and its views.",
            "The server reads the log from the start and checks that sequences and versions have no"
                    + " gap, that the hash chain holds, and that each event follows from the state"
                    + " before it; in a cluster each node does the partitions that it has. It stops"
                    + " at the first difference with exit code 1."
        },
        footer = {
            "%nExamples:",
            "  orrery audit verify --views",
            "  orrery audit verify --checkpoint monday.json --public-key audit.pem.pub"
        })
public final class AuditVerify implements Callable<Integer> {

    private static final String PATH = "/v1/audit/verifications";
    private static final long LOOK_EVERY_MILLIS = 500;

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--views",
            description =
                    "Build every view once more from the log, and compare it with the live one, row"
                            + " by row, byte by byte.")
    private boolean views;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "The log must have what this signed checkpoint has; may be repeated.")
    private List<String> checkpoints = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "Begin behind this signed checkpoint: what is before it is not read, and states"
                            + " are not folded.")
    private @Nullable String from;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "The key that signed the checkpoints: Ed25519, PEM.")
    private @Nullable String publicKey;

    private final Terminal terminal;

    public AuditVerify(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var body = body();
        var api = server.connect(terminal);
        var id = Json.text(api.consult("POST", PATH, body), "/id");
        var path = PATH + "/" + Api.encode(id);
        var end = follow(api.following(terminal::say, null), path);
        if (!Json.text(end, "/state").equals("VERIFIED")) {
            // Other nodes would go on for a while.
            var _ = api.consult("POST", path + "/cancel", Json.object());
        }
        var printer = Printer.of(terminal, output);
        printer.forPrograms()
                .ifPresentOrElse(programs -> programs.tree(end), () -> tell(end, body));
        return Json.text(end, "/state").equals("VERIFIED")
                ? ExitCode.OK.number()
                : ExitCode.FAILED.number();
    }

    private ObjectNode body() {
        var files = new Checkpoints(terminal);
        var body = Json.object().put("views", views);
        var expected = body.putArray("expect");
        for (var file : checkpoints) {
            files.signed(file, publicKey).forEach(place -> write(expected.addObject(), place));
        }
        var start = body.putArray("from");
        if (from != null) {
            files.signed(from, publicKey).forEach(place -> write(start.addObject(), place));
        }
        return body;
    }

    private static void write(ObjectNode to, Place place) {
        to.put("partition", place.partition());
        to.put("sequence", place.sequence()).put("hash", place.hash());
    }

    private JsonNode follow(Api api, String path) {
        long began = System.nanoTime();
        boolean isShown = terminal.columns() > 0;
        while (true) {
            var now = api.get(path);
            if (isShown) {
                show(now, (System.nanoTime() - began) / 1e9);
            }
            if (!Json.text(now, "/state").equals("RUNNING")) {
                if (isShown) {
                    terminal.err().println();
                    terminal.err().flush();
                }
                return now;
            }
            pause();
        }
    }

    private void show(JsonNode now, double seconds) {
        long events = now.path("events").asLong();
        long over = 0;
        for (var part : now.path("partitions")) {
            over += Json.text(part, "/state").equals("VERIFIED") ? 1 : 0;
        }
        terminal.err()
                .printf(
                        "\r%,d of %,d events, %d of %d partitions, %,d events/s  ",
                        events,
                        now.path("of").asLong(),
                        over,
                        now.path("partitions").size(),
                        Math.round(events / Math.max(seconds, 0.1)));
        terminal.err().flush();
    }

    private void tell(JsonNode end, JsonNode asked) {
        var out = terminal.out();
        long events = end.path("events").asLong();
        int partitions = end.path("partitions").size();
        if (end.path("difference").isObject()) {
            out.printf(
                    "Difference at %s: %s.%n%,d events of %d partitions were read.%n",
                    Json.text(end, "/difference/at"),
                    Json.text(end, "/difference/sentence"),
                    events,
                    partitions);
        } else if (Json.text(end, "/state").equals("VERIFIED")) {
            out.printf(
                    "%,d events of %d partitions: sequences, versions and times are whole and the"
                            + " hash chain holds.%n",
                    events, partitions);
            tellMore(end, asked);
        } else {
            tellFailure(end);
        }
        out.flush();
    }

    private void tellMore(JsonNode end, JsonNode asked) {
        long rows = 0;
        for (var part : end.path("partitions")) {
            rows += part.path("rows").asLong();
        }
        var out = terminal.out();
        if (views) {
            out.printf("%,d rows of the live views are what follows from them.%n", rows);
        }
        if (from != null) {
            out.println("What is before the checkpoint of --from was not read.");
        }
        if (!asked.path("expect").isEmpty()) {
            out.printf(
                    "The log is what the checkpoints have at %d places.%n",
                    asked.path("expect").size());
        }
    }

    private static void tellFailure(JsonNode end) {
        for (var part : end.path("partitions")) {
            var failure = Json.text(part, "/failure");
            if (!failure.isEmpty()) {
                throw new Stop(
                        ExitCode.FAILED,
                        "Partition " + part.path("partition").asInt() + ": " + failure);
            }
        }
        throw new Stop(ExitCode.FAILED, "Somebody ended the verification.");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }
}
