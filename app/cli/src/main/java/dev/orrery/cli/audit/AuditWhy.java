package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
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

/** Shows why a run ran. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description =
                "Shows why a run ran: what asked for it, what asked for that, up to a person or to"
                        + " who made the schedule.",
        footer = {
            "%nExamples:",
            "  orrery audit why ivory-antares",
            "  orrery audit why 0199c0de -o json"
        })
public final class AuditWhy implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;

    public AuditWhy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var why = api.get("/v1/audit/why/" + id);
        if (output.format() == Format.TABLE) {
            print(why);
        } else {
            Printer.of(terminal, output).one(why, List.of(), id);
        }
        return ExitCode.OK.number();
    }

    /** Each cause a step further in than what it led to. */
    private void print(JsonNode why) {
        var out = terminal.out();
        var indent = "";
        for (var link : why.path("links")) {
            out.println(indent + Json.text(link, "/sentence"));
            var reason = Json.text(link, "/reason");
            out.println(
                    indent
                            + "  at "
                            + Times.at(link, "/time")
                            + ", event "
                            + Json.text(link, "/event")
                            + (reason.isEmpty() ? "" : ", because: " + reason));
            indent += "    ";
        }
        var next = Json.text(why, "/next");
        if (!next.isEmpty()) {
            out.println(indent + "It goes on from run " + next + ".");
        }
        out.flush();
    }
}
