package dev.orrery.cli.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.journal.Owner;
import dev.orrery.cli.parse.Parameters;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.runner.work.Assignment;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a deployment here and now. */
@Command(
        name = "execute",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a deployment here and now, in this terminal, without a runner. The server is told"
                    + " of the run, its states, its output and its result.",
            "Exits with 0 when it completed, with 1 when not."
        },
        footer = {
            "%nExamples:",
            "  orrery deployment execute hello-world/hello-world-daily",
            "  orrery deployment execute hello-world/hello-world-daily --param name=Ada"
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

    @CommandLine.Parameters(
            paramLabel = "FLOW/NAME",
            description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Option(
            names = {"-p", "--param"},
            paramLabel = "K=V",
            description = "A parameter; V is JSON, or else a text. May be repeated.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--params", paramLabel = "JSON", description = "Parameters as one object.")
    private @Nullable String object;

    private final Terminal terminal;

    public DeploymentExecute(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var given = Parameters.of(parameters, object);
        var api = server.connect(terminal);
        var found = new Deployments(api).find(deployment);
        try (var folder = ScratchFolder.create()) {
            var run = RunIds.next(id(found), System.currentTimeMillis());
            var document = found.path("document");
            var specification = specification(document, given);
            new CodeHere(terminal).locate(document, specification);
            var assignment = assignment(found, run, specification);
            terminal.say("Run " + run + " of '" + Deployments.name(found) + "', here");
            return execute(api, assignment, start(found, assignment), folder.path()).number();
        } catch (IOException failure) {
            throw new Stop(ExitCode.FAILED, "The run can't begin here: " + failure.getMessage());
        }
    }

    private ExitCode execute(Api api, Assignment assignment, JsonNode start, Path folder)
            throws IOException {
        var run = assignment.run().value();
        var local = LocalRun.begin(terminal, api, run, start);
        try (local) {
            var outcome = new Here(terminal, api, local).run(assignment, folder);
            local.finish(outcome);
            terminal.out().flush();
            terminal.say(Outcomes.sentence(outcome));
            return Outcomes.exitCode(outcome);
        }
    }

    private static JsonNode start(JsonNode found, Assignment assignment) {
        var specification = assignment.specification();
        var start = Json.object();
        start.put("deployment", Json.text(found, "/id")).put("flow", Json.text(found, "/flow"));
        start.set("parameters", specification.parameters().tree());
        var tags = start.putArray("tags");
        specification.tags().forEach(tags::add);
        start.put("startedAt", Instant.now().toString());
        start.put("host", Owner.host()).put("processId", ProcessHandle.current().pid());
        start.put("entrypoint", Json.text(found, "/document/entrypoint/path"));
        if (specification.path() != null) {
            start.put("path", specification.path());
        }
        return removeEmpty(start);
    }

    private static ObjectNode removeEmpty(ObjectNode start) {
        if (Json.text(start, "/entrypoint").isEmpty()) {
            start.remove("entrypoint");
        }
        return start;
    }

    private static Assignment assignment(JsonNode found, UUID run, ObjectNode specification) {
        return new Assignment(
                new RunId(run),
                new DeploymentId(id(found)),
                Json.text(found, "/flow"),
                1,
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

    private static UUID id(JsonNode found) {
        return UUID.fromString(Json.text(found, "/id"));
    }
}
