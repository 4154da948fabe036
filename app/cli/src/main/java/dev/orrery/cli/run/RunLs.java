package dev.orrery.cli.run;

import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
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

/** Lists runs. */
@Command(
        name = "ls",
        aliases = "list",
        mixinStandardHelpOptions = true,
        description = "Lists runs, the newest first.",
        footer = {
            "%nExamples:",
            "  orrery run ls",
            "  orrery run ls --deployment hello-world/hello-world-daily --state failed,crashed",
            "  orrery run ls --limit 5 -o name"
        })
public final class RunLs implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-d", "--deployment"},
            paramLabel = "FLOW/NAME",
            description = "Those of this deployment alone.")
    private @Nullable String deployment;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Those in this state alone; several with commas.")
    private @Nullable String state;

    @Option(names = "--limit", paramLabel = "N", description = "N at most (default 50; 0: all).")
    private int limit = 50;

    private final Terminal terminal;

    public RunLs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var found = api.list("/v1/runs" + query(api), Limits.of(limit));
        if (found.items().isEmpty() && deployment != null) {
            // There may be none of it, or no such deployment; the list is the same.
            var _ = new Deployments(api).find(deployment);
        }
        Printer.of(terminal, output)
                .list(
                        found.items(),
                        RunColumns.list(terminal.style()),
                        run -> Json.text(run, "/id"));
        if (found.more()) {
            terminal.say("There are more; --limit 0 lists all.");
        }
        return ExitCode.OK.number();
    }

    private String query(Api api) {
        var query = new StringBuilder();
        if (deployment != null) {
            var named = deployment.contains("/");
            var of = named ? deployment : Json.text(new Deployments(api).find(deployment), "/id");
            query.append("?deployment=").append(Api.encode(of));
        }
        if (state != null) {
            query.append(query.isEmpty() ? "?" : "&").append("state=").append(Api.encode(state));
        }
        return query.toString();
    }
}
