package dev.orrery.cli.run;

import dev.orrery.cli.find.Backfills;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Limits;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
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
        description = {
            "Lists runs, the newest first by the time that they are for: a run of a backfill stands"
                    + " where the nominal time is that it makes up for, whenever it is executed."
        },
        footer = {
            "%nExamples:",
            "  orrery run ls",
            "  orrery run ls --deployment hello-world/hello-world-daily --state failed,crashed",
            "  orrery run ls --backfill 0199c0de-4a4d-8ef4-bdaa-3676c0ec2d2b --state failed",
            "  orrery run ls --parent ivory-antares",
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
            names = "--backfill",
            paramLabel = "ID",
            description =
                    "Those that this backfill requested alone: its id, or with --deployment the"
                            + " beginning of its id.")
    private @Nullable String backfill;

    @Option(
            names = "--parent",
            paramLabel = "RUN",
            description = "Those alone that the work of this run asked for.")
    private @Nullable String parent;

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
        if (found.items().isEmpty()) {
            requireThere(api);
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

    /** There may be no run of it, or no such deployment or parent; the list is the same. */
    private void requireThere(Api api) {
        if (deployment != null) {
            var _ = new Deployments(api).find(deployment);
        }
        if (parent != null) {
            var _ = api.get(Runs.path(new Runs(api).id(parent)));
        }
    }

    private String query(Api api) {
        var query = new ArrayList<String>();
        if (deployment != null) {
            var named = deployment.contains("/");
            var of = named ? deployment : Json.text(new Deployments(api).find(deployment), "/id");
            query.add("deployment=" + Api.encode(of));
        }
        if (backfill != null) {
            var of = deployment == null ? backfill : new Backfills(api, deployment).id(backfill);
            query.add("backfill=" + Api.encode(of));
        }
        if (parent != null) {
            query.add("parent=" + new Runs(api).id(parent));
        }
        if (state != null) {
            query.add("state=" + Api.encode(state));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }
}
