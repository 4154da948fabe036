package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Subjects;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.Limits;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what happened to one thing, and what each event changed. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Shows what happened to a deployment, a run, a schedule or a backfill, the newest"
                        + " last: who did it, why, and what it changed.",
        footer = {
            "%nExamples:",
            "  orrery audit history hello-world/hello-world-daily",
            "  orrery audit history 0199c0de --limit 5",
            "  orrery audit history hello-world/hello-world-daily -o json"
        })
public final class AuditHistory implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            paramLabel = "FLOW/NAME|ID",
            description =
                    "A deployment by its name, a run by its name or the beginning of its id, or"
                            + " anything by its id.")
    private String subject = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The last N events (default 50; 0: all).")
    private int limit = 50;

    private final Terminal terminal;

    public AuditHistory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var path = "/v1/audit/history/" + Subjects.id(api, subject) + "?order=newest";
        var found = api.list(path, Limits.of(limit));
        var events = found.items().reversed();
        if (output.format() == Format.TABLE) {
            events.forEach(this::print);
            terminal.out().flush();
        } else {
            Printer.of(terminal, output).list(events, List.of(), event -> Json.text(event, "/id"));
        }
        if (events.isEmpty()) {
            terminal.say("Nothing ever happened to " + subject + ".");
        } else if (found.more()) {
            terminal.say("There are earlier ones; --limit 0 shows all.");
        }
        return ExitCode.OK.number();
    }

    private void print(JsonNode event) {
        var out = terminal.out();
        out.println(
                "%s  %s  %s  by %s"
                        .formatted(
                                Json.text(event, "/id"),
                                Times.at(event, "/time"),
                                Json.text(event, "/type"),
                                Json.text(event, "/actor")));
        say("because", Json.text(event, "/reason"));
        say("follows from", Json.text(event, "/causationId"));
        say("by command", Json.text(event, "/commandId"));
        ChangeLines.print(out, "  ", event.path("changes"));
    }

    private void say(String what, String value) {
        if (!value.isEmpty()) {
            terminal.out().println("  " + what + ": " + value);
        }
    }
}
