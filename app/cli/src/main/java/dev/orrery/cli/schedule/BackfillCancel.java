package dev.orrery.cli.schedule;

import dev.orrery.cli.find.Backfills;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a backfill request no more runs. */
@Command(
        name = "cancel-backfill",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a backfill request no more runs.",
            "Those that it requested go on; the second example ends them."
        },
        footer = {
            "%nExamples:",
            "  orrery schedule cancel-backfill hello-world/hello-world-daily 0199c0de",
            "  orrery run ls -d hello-world/hello-world-daily --backfill 0199c0de --limit 0 \\",
            "    --state scheduled,pending,running,paused -o name | xargs -n 1 orrery run cancel"
        })
public final class BackfillCancel implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "FLOW/NAME",
            description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Parameters(
            index = "1",
            paramLabel = "BACKFILL",
            description = "Its id or the beginning of its id.")
    private String backfill = "";

    private final Terminal terminal;

    public BackfillCancel(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var backfills = new Backfills(server.connect(terminal), deployment);
        var id = backfills.id(backfill);
        var answer = backfills.cancel(id);
        Printer.of(terminal, output).done("Cancelled backfill " + id, answer, id);
        return ExitCode.OK.number();
    }
}
