package dev.orrery.cli.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.parse.ParameterOptions;
import dev.orrery.cli.run.WatchOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a run. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Asks for a run, which a runner then executes; now, or at a time.",
            "With --watch it shows states and output until the run ends, and exits with 0 when it"
                    + " completed and with 1 when not."
        },
        footer = {
            "%nExamples:",
            "  orrery deployment run hello-world/hello-world-daily --param name=Ada --watch",
            "  orrery deployment run hello-world/hello-world-daily --params '{\"name\": \"Ada\"}'",
            "  orrery deployment run hello-world/hello-world-daily --in 15m --priority 10",
            "  orrery deployment run hello-world/hello-world-daily --at 2026-12-01T08:00:00+01:00"
        })
public final class DeploymentRun implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private ParameterOptions parameters = new ParameterOptions();
    @Mixin private WatchOptions watching = new WatchOptions();

    @Parameters(paramLabel = "FLOW/NAME", description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What people call the run.")
    private @Nullable String name;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When, such as 2026-12-01T08:00; without an offset, in your time zone.")
    private @Nullable String at;

    @Option(names = "--in", paramLabel = "DURATION", description = "After how long, such as 15m.")
    private @Nullable String in;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description =
                    "Among the runs that wait for a slot of the deployment, -100 to 100, the"
                            + " greater first (default 0).")
    private int priority;

    @Option(
            names = "--parent",
            paramLabel = "RUN",
            description =
                    "The run whose work asks for it (default: ORRERY_RUN_ID, which each run has).")
    private @Nullable String parent;

    private final Terminal terminal;

    public DeploymentRun(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var body = body();
        watching.check();
        var api = server.connect(terminal);
        parent(api).ifPresent(id -> body.put("parent", id));
        var answer = new Deployments(api).write("POST", deployment, "/runs", body);
        var id = Json.text(answer, "/id");
        var printer = Printer.of(terminal, output);
        if (watching.isWatched()) {
            terminal.say("Run " + id + " of '" + deployment + "'");
            return watching.follow(api, terminal, printer, id);
        }
        printer.done("Requested run " + id + " of '" + deployment + "'", answer, id);
        return ExitCode.OK.number();
    }

    private ObjectNode body() {
        if (at != null && in != null) {
            throw Stop.usage("--at and --in both say when; give one of them.");
        }
        var body = Json.object();
        var given = parameters.given();
        if (!given.isEmpty()) {
            body.set("parameters", given);
        }
        if (name != null) {
            body.put("name", name);
        }
        if (!tags.isEmpty()) {
            var list = body.putArray("tags");
            tags.forEach(list::add);
        }
        if (at != null) {
            body.put("scheduledFor", Moments.time("--at", at, ZoneId.systemDefault()));
        }
        if (in != null) {
            body.put("delaySeconds", Moments.duration("--in", in).toSeconds());
        }
        if (priority != 0) {
            body.put("priority", priority);
        }
        return body;
    }

    private Optional<String> parent(Api api) {
        return parent == null
                ? terminal.variable("ORRERY_RUN_ID")
                : Optional.of(new Runs(api).id(parent));
    }
}
