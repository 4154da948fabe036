package dev.orrery.cli.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.ParameterOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.runner.work.Assignment;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a deployment here and now. */
@Command(
        name = "execute",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a deployment here and now, in this terminal, without a runner. The server is told"
                    + " of the run, its states, its output and its result.",
            "As on a runner, the flow has the deployment's environment and no input, and not those"
                    + " of this terminal.",
            "Exits with 0 when it completed, with 1 when not. With -o json or yaml it prints the"
                    + " run as it ended; what the flow prints then goes to standard error."
        },
        footer = {
            "%nExamples:",
            "  orrery deployment execute hello-world/hello-world-daily",
            "  orrery deployment execute hello-world/hello-world-daily --param name=Ada",
            "  orrery deployment execute hello-world/hello-world-daily -o json"
        })
public final class DeploymentExecute implements Callable<Integer> {

    /** What a run has as its deployment has it; its code is brought here first. */
    private static final List<String> SAME =
            List.of(
                    "entrypoint",
                    "environment",
                    "tags",
                    "pool",
                    "infrastructure",
                    "timeoutSeconds");

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ParameterOptions parameters = new ParameterOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    private final Terminal terminal;

    public DeploymentExecute(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var given = parameters.given();
        var api = server.connect(terminal);
        var found = new Deployments(api).find(deployment);
        try (var folder = ScratchFolder.create()) {
            // As the server makes one of a command, which here is nobody else's.
            var run = RunId.requested(id(found), "", CommandId.random(), Instant.now()).asTracked();
            var document = found.path("document");
            var specification = specification(document, given);
            new CodeHere(terminal).locate(document, specification);
            var assignment = assignment(found, run, specification);
            terminal.say("Run " + run + " of '" + Deployments.name(found) + "', here");
            var what = what(found, assignment);
            terminal.variable("ORRERY_RUN_ID").ifPresent(parent -> what.put("parent", parent));
            var local = LocalRun.begin(terminal, api, run, what);
            var here = new Here(terminal, api, local, Printer.of(terminal, output));
            return here.run(assignment, folder.path()).number();
        } catch (IOException failure) {
            throw new Stop(ExitCode.FAILED, "The run can't begin here: " + failure.getMessage());
        }
    }

    private static ObjectNode what(JsonNode found, Assignment assignment) {
        var specification = assignment.specification();
        var what = Json.object();
        what.put("deployment", Json.text(found, "/id")).put("flow", Json.text(found, "/flow"));
        what.set("parameters", specification.parameters().tree());
        var tags = what.putArray("tags");
        specification.tags().forEach(tags::add);
        var entrypoint = Json.text(found, "/document/entrypoint/path");
        if (!entrypoint.isEmpty()) {
            what.put("entrypoint", entrypoint);
        }
        if (specification.path() != null) {
            what.put("path", specification.path());
        }
        return what;
    }

    private static Assignment assignment(JsonNode found, RunId run, ObjectNode specification) {
        return new Assignment(
                run,
                id(found),
                Json.text(found, "/flow"),
                1,
                run.time(),
                understood(specification));
    }

    private static ObjectNode specification(JsonNode document, ObjectNode given) {
        var specification = Json.object();
        for (var field : SAME) {
            specification.set(field, document.get(field));
        }
        var parameters = Json.object();
        document.path("parameters")
                .properties()
                .forEach(m -> parameters.set(m.getKey(), m.getValue()));
        specification.set("parameters", parameters.setAll(given));
        return specification;
    }

    private static RunSpecification understood(JsonNode tree) {
        try {
            return Json.MAPPER.treeToValue(tree, RunSpecification.class);
        } catch (JsonProcessingException newer) {
            throw new Stop(
                    ExitCode.FAILED,
                    "This program does not understand the deployment; it is older than the"
                            + " server.");
        }
    }

    private static DeploymentId id(JsonNode found) {
        return DeploymentId.parse(Json.text(found, "/id"));
    }
}
