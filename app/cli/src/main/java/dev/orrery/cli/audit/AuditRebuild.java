package dev.orrery.cli.audit;

import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds the views again, beside those that are read. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Builds the views again from the log, beside those that are read.",
            "When they have all that is in the log, every node switches to them. No read is"
                    + " refused meanwhile; until the switch the views take twice the disk."
        },
        footer = {
            "%nExamples:",
            "  orrery audit rebuild --watch --reason 'after the disk was replaced'",
            "  orrery audit rebuild --abandon"
        })
public final class AuditRebuild implements Callable<Integer> {

    static final String REBUILDS = "/v1/audit/rebuilds";

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-w", "--watch"},
            description = "Shows how far it is, and ends after the switch.")
    private boolean watch;

    @Option(names = "--abandon", description = "Gives up the rebuild that is under way.")
    private boolean abandon;

    private final Terminal terminal;

    public AuditRebuild(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (watch && abandon) {
            throw Stop.usage("--watch and --abandon can't be asked for together.");
        }
        var api = server.connect(terminal);
        var printer = Printer.of(terminal, output);
        if (abandon) {
            var building = Json.text(api.get(REBUILDS), "/building");
            if (building.isEmpty()) {
                throw new Stop(ExitCode.CONFLICT, "The views are not being rebuilt.");
            }
            var answer = api.write("POST", REBUILDS + "/" + building + "/abandon", null);
            printer.done("Abandoned generation " + building + " of the views", answer, building);
            return ExitCode.OK.number();
        }
        var answer = api.write("POST", REBUILDS, null);
        if (watch) {
            return new RebuildWatch(api, terminal, printer)
                    .untilEnd(answer.path("version").asLong())
                    .number();
        }
        printer.done("The views are being rebuilt", answer, Json.text(answer, "/id"));
        return ExitCode.OK.number();
    }
}
