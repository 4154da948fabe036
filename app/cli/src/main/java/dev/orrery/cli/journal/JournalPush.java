package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends what local runs left. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Sends what local runs journaled while no server was reached. Each shows once, however"
                    + " often it is sent.",
            "The journal is in ~/.orrery/journal, or where ORRERY_JOURNAL says."
        },
        footer = {"%nExamples:", "  orrery journal push"})
public final class JournalPush implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    public JournalPush(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var folder = Journal.folder(terminal);
        var results = new ArrayList<JsonNode>();
        var code = ExitCode.OK;
        try {
            var api = server.connect(terminal);
            for (var path : Journal.all(folder)) {
                var result = push(api, path);
                results.add(tree(path, result));
                switch (result.outcome()) {
                    case PUSHED, ALIVE -> {}
                    case REFUSED -> code = ExitCode.CONFLICT;
                    case UNREACHED -> throw new Stop(ExitCode.UNREACHABLE, result.told());
                }
            }
        } catch (IOException unreadable) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The journal in " + folder + " can't be read: " + unreadable.getMessage());
        }
        show(folder, results);
        return code.number();
    }

    private static Leftover.Result push(Api api, Path path) throws IOException {
        var journal = Journal.open(path);
        if (journal.isEmpty()) {
            return new Leftover.Result(Leftover.Outcome.ALIVE, "its process is alive");
        }
        try (var open = journal.get()) {
            return Leftover.push(api, open);
        }
    }

    private static JsonNode tree(Path path, Leftover.Result result) {
        return Json.object()
                .put("run", path.getFileName().toString().replace(Journal.ENDING, ""))
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("told", result.told());
    }

    private void show(Path folder, List<JsonNode> results) {
        if (results.isEmpty()) {
            terminal.say("There is nothing in " + folder + ".");
        }
        var columns =
                List.of(
                        new Column("RUN", one -> Json.text(one, "/run")),
                        new Column("OUTCOME", one -> Json.text(one, "/outcome")),
                        new Column("", one -> Json.text(one, "/told")));
        if (!results.isEmpty() || output.format() != Format.TABLE) {
            Printer.of(terminal, output).list(results, columns, one -> Json.text(one, "/run"));
        }
    }
}
