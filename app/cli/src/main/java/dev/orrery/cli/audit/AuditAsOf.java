package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.deployment.DeploymentColumns;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.find.Subjects;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.run.RunColumns;
import dev.orrery.cli.run.RunInspect;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Limits;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was at a moment. */
@Command(
        name = "asof",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a deployment, its revisions, a run, all deployments or all runs as they were at"
                    + " a moment.",
            "A moment is a time, or a position of the log: PARTITION:SEQUENCE as the id of an event"
                + " says it, several with commas; what a position leaves out is as of the time of"
                + " its latest event."
        },
        footer = {
            "%nExamples:",
            "  orrery audit asof 2026-11-22T08:00:00Z hello-world/hello-world-daily",
            "  orrery audit asof 0:12 hello-world/hello-world-daily --revisions",
            "  orrery audit asof 0:12 0199c0de",
            "  orrery audit asof 2026-11-22 deployments",
            "  orrery audit asof 0:12,1:7 runs --state failed -o json"
        })
public final class AuditAsOf implements Callable<Integer> {

    private static final Pattern POSITION = Pattern.compile("\\d+:\\d+(,\\d+:\\d+)*");

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "MOMENT", description = "A time or a position.")
    private String moment = "";

    @Parameters(
            index = "1",
            paramLabel = "WHAT",
            description =
                    "A deployment by its name, a deployment or a run by its id or the beginning of"
                            + " it, or one of the words deployments and runs.")
    private String what = "";

    @Option(names = "--revisions", description = "Of a deployment: the revisions that it had.")
    private boolean revisions;

    @Option(names = "--flow", paramLabel = "FLOW", description = "Deployments of this flow alone.")
    private @Nullable String flow;

    @Option(
            names = {"-d", "--deployment"},
            paramLabel = "FLOW/NAME",
            description = "Runs of this deployment alone.")
    private @Nullable String deployment;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Runs that were in this state alone; several with commas.")
    private @Nullable String state;

    @Option(names = "--limit", paramLabel = "N", description = "N at most (default 50; 0: all).")
    private int limit = 50;

    private final Terminal terminal;

    public AuditAsOf(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var then = api.get("/v1/audit/moments?at=" + Api.encode(at()));
        var position = Json.text(then, "/position");
        show(api, "at=" + Api.encode(position));
        var time = Json.text(then, "/time");
        terminal.say(
                "As of %s, position %s."
                        .formatted(time.isEmpty() ? "the time before all events" : time, position));
        return ExitCode.OK.number();
    }

    private String at() {
        return POSITION.matcher(moment).matches()
                ? moment
                : OffsetDateTime.parse(Moments.time("MOMENT", moment, ZoneId.systemDefault()))
                        .toInstant()
                        .toString();
    }

    private void show(Api api, String at) {
        requireFitting();
        switch (what) {
            case "deployments" ->
                    list(
                            api,
                            "deployments?" + at + option("flow", flow),
                            DeploymentColumns.list(terminal.style()),
                            Deployments::name);
            case "runs" ->
                    list(
                            api,
                            "runs?"
                                    + at
                                    + option("state", state)
                                    + option("deployment", deployment(api)),
                            RunColumns.list(terminal.style()),
                            run -> Json.text(run, "/id"));
            default -> one(api, at, Subjects.path(api, what));
        }
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + Api.encode(value);
    }

    private @Nullable String deployment(Api api) {
        return deployment == null || deployment.contains("/")
                ? deployment
                : Json.text(new Deployments(api).find(deployment), "/id");
    }

    private void list(Api api, String path, List<Column> columns, Function<JsonNode, String> name) {
        var found = api.list("/v1/audit/asof/" + path, Limits.of(limit));
        Printer.of(terminal, output).list(found.items(), columns, name);
        if (found.more()) {
            terminal.say("There are more; --limit 0 lists all.");
        }
    }

    private void one(Api api, String at, String path) {
        if (revisions) {
            list(
                    api,
                    path + "/revisions?" + at,
                    DeploymentColumns.revisions(),
                    revision -> Json.text(revision, "/revision"));
            return;
        }
        var found = api.get("/v1/audit/asof/" + path + "?" + at);
        var printer = Printer.of(terminal, output);
        if (path.startsWith("runs/")) {
            RunInspect.print(terminal, printer, found, Json.text(found, "/id"));
        } else {
            printer.one(found, DeploymentColumns.one(terminal.style()), Deployments.name(found));
        }
    }

    private void requireFitting() {
        if (flow != null && !what.equals("deployments")) {
            throw Stop.usage("--flow narrows 'deployments'.");
        }
        if (revisions && (what.equals("deployments") || what.equals("runs"))) {
            throw Stop.usage("--revisions are those of one deployment.");
        }
        if ((deployment != null || state != null) && !what.equals("runs")) {
            throw Stop.usage("--deployment and --state narrow 'runs'.");
        }
    }
}
