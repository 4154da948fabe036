package dev.orrery.cli.deployment;

import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the documents that a deployment had. */
@Command(
        name = "revisions",
        mixinStandardHelpOptions = true,
        description =
                "Lists the revisions of a deployment, the newest first, and what each changed.",
        footer = {
            "%nExamples:",
            "  orrery deployment revisions hello-world/hello-world-daily",
            "  orrery deployment revisions hello-world/hello-world-daily --limit 1 -o yaml"
        })
public final class DeploymentRevisions implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Option(names = "--limit", paramLabel = "N", description = "N at most (default: all).")
    private int limit;

    private final Terminal terminal;

    public DeploymentRevisions(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = Json.text(new Deployments(api).find(deployment), "/id");
        var found =
                api.list(
                        "/v1/deployments/" + id + "/revisions",
                        limit == 0 ? Integer.MAX_VALUE : limit);
        Printer.of(terminal, output)
                .list(
                        found.items(),
                        DeploymentColumns.revisions(),
                        revision -> Json.text(revision, "/revision"));
        if (found.more()) {
            terminal.say("There are more.");
        }
        return ExitCode.OK.number();
    }
}
