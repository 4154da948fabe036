package dev.orrery.cli.deployment;

import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.show.Limits;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists deployments. */
@Command(
        name = "ls",
        aliases = "list",
        mixinStandardHelpOptions = true,
        description = "Lists deployments, by flow and name.",
        footer = {
            "%nExamples:",
            "  orrery deployment ls",
            "  orrery deployment ls --flow hello-world",
            "  orrery deployment ls -o name"
        })
public final class DeploymentLs implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(names = "--flow", paramLabel = "FLOW", description = "Those of this flow alone.")
    private @Nullable String flow;

    @Option(names = "--limit", paramLabel = "N", description = "N at most (default 0: all).")
    private int limit;

    private final Terminal terminal;

    public DeploymentLs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var path = "/v1/deployments" + (flow == null ? "" : "?flow=" + Api.encode(flow));
        var found = server.connect(terminal).list(path, Limits.of(limit));
        Printer.of(terminal, output)
                .list(found.items(), DeploymentColumns.list(terminal.style()), Deployments::name);
        if (found.more()) {
            terminal.say("There are more; without --limit all are listed.");
        }
        return ExitCode.OK.number();
    }
}
