package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what two revisions of a deployment differ in. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Shows what two revisions of a deployment differ in; without numbers, what the last"
                        + " one changed.",
        footer = {
            "%nExamples:",
            "  orrery audit diff hello-world/hello-world-daily",
            "  orrery audit diff hello-world/hello-world-daily --from 3 --to 7"
        })
public final class AuditDiff implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Option(
            names = "--from",
            paramLabel = "REVISION",
            description = "The one (default: the one before the other).")
    private @Nullable Integer from;

    @Option(names = "--to", paramLabel = "REVISION", description = "The other (default: the last).")
    private @Nullable Integer to;

    private final Terminal terminal;

    public AuditDiff(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var found = new Deployments(api).find(deployment);
        var diff = api.get(path(Json.text(found, "/id")));
        if (output.format() == Format.TABLE) {
            var out = terminal.out();
            out.println("from " + revision(diff.path("from")));
            out.println("to   " + revision(diff.path("to")));
            ChangeLines.print(out, "", diff.path("changes"));
            if (diff.path("changes").isEmpty()) {
                out.println("They do not differ.");
            }
            out.flush();
        } else {
            Printer.of(terminal, output).one(diff, List.of(), Deployments.name(found));
        }
        return ExitCode.OK.number();
    }

    private String path(String id) {
        var query = new ArrayList<String>();
        if (from != null) {
            query.add("from=" + from);
        }
        if (to != null) {
            query.add("to=" + to);
        }
        return "/v1/audit/deployments/" + Api.encode(id) + "/diff?" + String.join("&", query);
    }

    private static String revision(JsonNode revision) {
        var reason = Json.text(revision, "/reason");
        return "revision %s, %s by %s%s"
                .formatted(
                        Json.text(revision, "/revision"),
                        Times.at(revision, "/time"),
                        Json.text(revision, "/actor"),
                        reason.isEmpty() ? "" : ", because: " + reason);
    }
}
