package dev.orrery.cli.run;

import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a run before its time. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancels a run: one that waits never begins, one that executes is ended.",
        footer = {"%nExamples:", "  orrery run cancel ivory-antares"})
public final class RunCancel implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;

    public RunCancel(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var answer = api.write("POST", Runs.path(id) + "/cancel", null);
        var again = Json.text(answer, "/effect").equals("unchanged");
        Printer.of(terminal, output)
                .done((again ? "Already cancelled run " : "Cancelled run ") + id, answer, id);
        return ExitCode.OK.number();
    }
}
