package dev.orrery.cli.schedule;

import dev.orrery.cli.find.Backfills;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the backfills of a deployment. */
@Command(
        name = "backfills",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the backfills of a deployment, newest first.",
            "COMPLETED says that all of a backfill's runs have ended; FAILED counts those that"
                    + " failed, crashed or were cancelled."
        },
        footer = {"%nExamples:", "  orrery schedule backfills hello-world/hello-world-daily"})
public final class BackfillLs implements Callable<Integer> {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("ID", backfill -> Json.text(backfill, "/id")),
                    new Column("SCHEDULE", backfill -> Json.text(backfill, "/schedule")),
                    new Column("FROM", backfill -> Times.at(backfill, "/from")),
                    new Column("TO", backfill -> Times.at(backfill, "/to")),
                    new Column(
                            "REQUESTED",
                            backfill ->
                                    Json.text(backfill, "/requested")
                                            + " of "
                                            + Json.text(backfill, "/count")),
                    new Column("UNDER WAY", backfill -> Json.text(backfill, "/underWay")),
                    new Column("COMPLETED", backfill -> Json.text(backfill, "/completed")),
                    new Column("FAILED", backfill -> Json.text(backfill, "/failed")),
                    new Column("STATE", backfill -> Json.text(backfill, "/state")));

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    private final Terminal terminal;

    public BackfillLs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var backfills = new Backfills(server.connect(terminal), deployment);
        Printer.of(terminal, output).list(backfills.all(), COLUMNS, each -> Json.text(each, "/id"));
        return ExitCode.OK.number();
    }
}
