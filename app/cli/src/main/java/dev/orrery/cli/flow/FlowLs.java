package dev.orrery.cli.flow;

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

/** Lists flows. */
@Command(
        name = "ls",
        aliases = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the flows that have or had deployments.",
        footer = {"%nExamples:", "  orrery flow ls", "  orrery flow ls -o name"})
public final class FlowLs implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    private final Terminal terminal;

    public FlowLs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var found = server.connect(terminal).list("/v1/flows", Integer.MAX_VALUE);
        var columns =
                List.of(
                        Column.cut("FLOW", flow -> Json.text(flow, "/name")),
                        new Column("DEPLOYMENTS", flow -> Json.text(flow, "/deployments")),
                        new Column("UPDATED", flow -> Times.at(flow, "/updated")));
        Printer.of(terminal, output).list(found.items(), columns, flow -> Json.text(flow, "/name"));
        return ExitCode.OK.number();
    }
}
