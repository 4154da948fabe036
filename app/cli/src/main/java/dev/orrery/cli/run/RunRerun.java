package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.parse.ParameterOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for a run that does again what another one did. */
@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for a new run that does what a run was asked to do, with the same code and"
                    + " parameters.",
            "--params gives others in place of them, laid over the deployment's; --param lays"
                    + " single ones over them.",
            "Of a run that ended long ago the server keeps only what it shows: its deployment then"
                    + " runs as it is now."
        },
        footer = {
            "%nExamples:",
            "  orrery run rerun 0199c0de --watch",
            "  orrery run rerun 0199c0de --param name=Ada",
            "  orrery run rerun 0199c0de --params '{\"name\": \"Ada\"}'"
        })
public final class RunRerun implements Callable<Integer> {

    private static final String ARCHIVED = "RUN_ARCHIVED";

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ParameterOptions parameters = new ParameterOptions();
    @Mixin private WatchOptions watching = new WatchOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;

    public RunRerun(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        watching.check();
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var body = Json.object();
        if (parameters.areGiven()) {
            body.set("parameters", parameters.given(() -> had(api, id)));
        }
        var answer =
                api.writeUnless(ARCHIVED, "POST", Runs.path(id) + "/rerun", body)
                        .orElseGet(() -> again(api, id, body));
        var again = Json.text(answer, "/id");
        var printer = Printer.of(terminal, output);
        if (watching.isWatched()) {
            terminal.say("Run " + again + " does again what " + id + " did");
            return watching.follow(api, terminal, printer, again);
        }
        printer.done(
                "Requested run " + again + ", which does again what " + id + " did", answer, again);
        return ExitCode.OK.number();
    }

    private static JsonNode had(Api api, String id) {
        return api.get(Runs.path(id)).path("parameters");
    }

    /** The processor has forgotten it; what it was asked to be is seen still. */
    private JsonNode again(Api api, String id, ObjectNode wanted) {
        var seen = api.get(Runs.path(id));
        var deployment = Json.text(seen, "/deployment/id");
        if (deployment.isEmpty()) {
            throw new Stop(
                    ExitCode.CONFLICT, "A process of its own executed the run; start that again.");
        }
        var body = Json.object();
        body.set(
                "parameters",
                wanted.has("parameters") ? wanted.get("parameters") : seen.path("parameters"));
        body.set("tags", seen.path("tags"));
        body.set("priority", seen.path("priority"));
        body.put("rerunOf", id);
        var nominal = Json.text(seen, "/cause/nominal");
        if (!nominal.isEmpty()) {
            body.put("nominal", nominal);
        }
        terminal.say("The run ended long ago; its deployment runs as it is now.");
        return api.write("POST", "/v1/deployments/" + deployment + "/runs", body);
    }
}
