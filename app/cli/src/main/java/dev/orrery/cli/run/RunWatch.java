package dev.orrery.cli.run;

import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run as it goes. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the states and the output of a run as they come, until it ends.",
            "Exits with 0 when it completed, with 1 when not."
        },
        footer = {
            "%nExamples:",
            "  orrery run watch ivory-antares",
            "  orrery run watch ivory-antares --timeout 10m -o json"
        })
public final class RunWatch implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Watch so long at most, then exit with 6; the run goes on.")
    private @Nullable String timeout;

    private final Terminal terminal;

    public RunWatch(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var patience = timeout == null ? null : Moments.duration("--timeout", timeout);
        var id = new Runs(api).id(run);
        var following = api.following(terminal::say, patience);
        return new Watch(following, terminal, Printer.of(terminal, output), id)
                .untilEnd(patience)
                .number();
    }
}
