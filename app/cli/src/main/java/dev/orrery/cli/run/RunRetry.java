package dev.orrery.cli.run;

import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a run be attempted once more. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Attempts a run once more that failed, crashed or was cancelled a short while ago.",
            "It stays the same run, with the same parameters. One that completed, or that ended"
                    + " long ago, is run again by 'orrery run rerun'."
        },
        footer = {
            "%nExamples:",
            "  orrery run retry 0199c0de",
            "  orrery run retry 0199c0de --watch"
        })
public final class RunRetry implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private WatchOptions watching = new WatchOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;

    public RunRetry(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        watching.check();
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var before = api.get(Runs.path(id));
        var answer = api.write("POST", Runs.path(id) + "/retry", null);
        var printer = Printer.of(terminal, output);
        if (watching.isWatched()) {
            return watching.followNext(api, terminal, printer, id, before);
        }
        printer.done("Retrying run " + id, answer, id);
        return ExitCode.OK.number();
    }
}
