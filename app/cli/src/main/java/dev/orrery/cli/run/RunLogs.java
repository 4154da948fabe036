package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a run printed. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what a run printed.",
            "With -o json each line is an object with its number, time and stream."
        },
        footer = {
            "%nExamples:",
            "  orrery run logs ivory-antares",
            "  orrery run logs ivory-antares -f",
            "  orrery run logs ivory-antares --attempt 1 -o json"
        })
public final class RunLogs implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended.")
    private boolean follow;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "Of this attempt alone (default: of all of them).")
    private @Nullable Integer attempt;

    private final Terminal terminal;

    public RunLogs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var reading = follow ? api.following(terminal::say, null) : api;
        var lines = new Output(reading, id);
        if (attempt != null) {
            requireAttempt(api, id, attempt);
            lines.readOnly(attempt, this::print);
        } else if (follow) {
            follow(reading, id, lines);
        } else {
            lines.read(api.get(Runs.path(id)).path("attempt").asLong(), this::print);
        }
        terminal.out().flush();
        return ExitCode.OK.number();
    }

    private static void requireAttempt(Api api, String id, int attempt) {
        long last = api.get(Runs.path(id)).path("attempt").asLong();
        if (attempt < 1 || attempt > last) {
            throw new Stop(
                    ExitCode.NOT_FOUND,
                    "There is no attempt %d of the run; the last one is %d."
                            .formatted(attempt, last));
        }
    }

    private void follow(Api api, String id, Output lines) {
        int quiet = 0;
        // A few looks more once it has ended, since the last of its output may come after that.
        while (quiet < 3 && !terminal.out().checkError()) {
            var seen = api.get(Runs.path(id));
            var any = lines.read(seen.path("attempt").asLong(), this::print);
            quiet = Ending.of(seen) && !any ? quiet + 1 : 0;
            terminal.out().flush();
            Watch.pause();
        }
    }

    /** A line is a document of its own, so that it can be read while others are to come. */
    private void print(JsonNode line) {
        switch (output.format()) {
            case TABLE, NAME -> terminal.out().println(Json.text(line, "/text"));
            case JSON -> terminal.out().println(line);
            case YAML -> {
                terminal.out().println("---");
                new Printer(terminal.out(), Format.YAML).tree(line);
            }
        }
    }
}
