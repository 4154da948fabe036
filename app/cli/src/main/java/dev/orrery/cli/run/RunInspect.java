package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a run. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows a run: what it was asked to be, its attempts, the states it was in, its"
                        + " result.",
        footer = {
            "%nExamples:",
            "  orrery run inspect ivory-antares",
            "  orrery run inspect ivory-antares -o json"
        })
public final class RunInspect implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;

    public RunInspect(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var found = api.get(Runs.path(id));
        print(terminal, Printer.of(terminal, output), found, id);
        return ExitCode.OK.number();
    }

    /** Prints a run as it is, or as it was. */
    public static void print(Terminal terminal, Printer printer, JsonNode found, String id) {
        printer.one(found, RunColumns.one(terminal.style()), id);
        if (printer.format() == Format.TABLE) {
            if (found.path("attempts").size() > 1) {
                terminal.out().println();
                printer.rows(attempts(found));
            }
            terminal.out().println();
            printer.rows(timeline(found, terminal.style()));
        }
    }

    private static List<List<String>> attempts(JsonNode found) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ATTEMPT", "STARTED", "TOOK", "END", "EXIT CODE", "RUNNER"));
        for (var attempt : found.path("attempts")) {
            rows.add(
                    List.of(
                            Json.text(attempt, "/number"),
                            Times.at(attempt, "/startedAt"),
                            Times.between(attempt, "/startedAt", "/endedAt"),
                            Json.text(attempt, "/cause"),
                            Json.text(attempt, "/exitCode"),
                            Json.text(attempt, "/runner")));
        }
        return rows;
    }

    private static List<List<String>> timeline(JsonNode found, Style style) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TIME", "STATE", "ATTEMPT", "MESSAGE"));
        for (var state : found.path("timeline")) {
            rows.add(
                    List.of(
                            Json.text(state, "/time"),
                            style.state(Json.text(state, "/type"), Json.text(state, "/name")),
                            Json.text(state, "/attempt"),
                            Json.text(state, "/message")));
        }
        return rows;
    }
}
