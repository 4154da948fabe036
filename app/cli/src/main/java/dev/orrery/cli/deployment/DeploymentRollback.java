package dev.orrery.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes an earlier document of a deployment the newest. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Makes the document of an earlier revision the document again, as a new revision."
                        + " The newest 50 can be gone back to.",
        footer = {
            "%nExamples:",
            "  orrery deployment revisions hello-world/hello-world-daily",
            "  orrery deployment rollback hello-world/hello-world-daily 3"
        })
public final class DeploymentRollback implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "FLOW/NAME",
            description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Parameters(index = "1", paramLabel = "REVISION", description = "The number of a revision.")
    private int revision;

    private final Terminal terminal;

    public DeploymentRollback(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var body = Json.object().put("revision", revision);
        var answer = new Deployments(api).write("POST", deployment, "/rollback", body);
        Printer.of(terminal, output).done(said(answer), answer, deployment);
        return ExitCode.OK.number();
    }

    private String said(JsonNode answer) {
        var changed = new ArrayList<String>();
        answer.path("changed").forEach(field -> changed.add(field.asText()));
        var fields = changed.isEmpty() ? "" : ": " + String.join(", ", changed);
        var again = Json.text(answer, "/effect").equals("unchanged") ? "" : " again";
        return "Deployment '"
                + deployment
                + "' is"
                + again
                + " as in revision "
                + revision
                + fields;
    }
}
