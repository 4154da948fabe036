package dev.orrery.cli.deployment;

import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a deployment. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows a deployment: its document, its schedules, its last run.",
        footer = {
            "%nExamples:",
            "  orrery deployment inspect hello-world/hello-world-daily",
            "  orrery deployment inspect hello-world/hello-world-daily -o yaml"
        })
public final class DeploymentInspect implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    private final Terminal terminal;

    public DeploymentInspect(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var found = new Deployments(server.connect(terminal)).find(deployment);
        Printer.of(terminal, output)
                .one(found, DeploymentColumns.one(terminal.style()), Deployments.name(found));
        return ExitCode.OK.number();
    }
}
