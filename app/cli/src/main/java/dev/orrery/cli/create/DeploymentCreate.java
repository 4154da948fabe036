package dev.orrery.cli.create;

import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.spec.LoadedDeployment;
import dev.orrery.cli.spec.Target;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates or updates deployments. Its {@code --version} is that of the code. */
@Command(
        name = "create",
        description = {
            "Creates or updates the deployments of a file: a Python script or a Java source, jar or"
                + " class folder with DeploymentSpecs, or an orrery.yaml. Of FILE:FUNCTION, or of a"
                + " file with one flow and no deployment, flags make one.",
            "The folder of the code is pushed, so that any runner can execute it; .orreryignore"
                    + " leaves files out, by Git's rules. Nothing is created when one is wrong."
        },
        footer = {
            "%nExamples:",
            "  orrery deployment create flow.py",
            "  orrery deployment create orrery.yaml --dry-run",
            "  orrery deployment create flows/healthcheck.py:healthcheck --name healthcheck --path"
                    + " . --env LOG=debug --cron '0 8 * * *'",
            "  orrery deployment create --flow disk --name minutely --interval 1m --command df -k ."
        })
public final class DeploymentCreate implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();
    @Mixin private DocumentFlags flags = new DocumentFlags();

    @Parameters(arity = "0..1", paramLabel = "FILE|FILE:FUNCTION", description = "What to deploy.")
    private @Nullable String file;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The deployment's; of a file with several, the one that is meant.")
    private @Nullable String name;

    @Option(names = "--flow", paramLabel = "FLOW", description = "The name of the flow.")
    private @Nullable String flow;

    @Option(
            names = "--path",
            paramLabel = "ROOT",
            description = "The folder of the code (default: that of the file).")
    private @Nullable String path;

    @Option(
            names = "--command",
            arity = "1..*",
            paramLabel = "WORD",
            description = "A program and its arguments, in place of a file; comes last.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = "--no-push",
            description =
                    "Leave the code where it is: in its storage, or on this host, whose runners"
                            + " alone get its runs.")
    private boolean stay;

    @Option(
            names = "--dry-run",
            description =
                    "Only ask the server whether it would take all, and show each file and its"
                            + " size.")
    private boolean dryRun;

    private final Terminal terminal;

    public DeploymentCreate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var publication = new Publication(terminal, Printer.of(terminal, output));
        var deployments = meant();
        var api = server.connect(terminal);
        if (dryRun) {
            publication.show(api, deployments);
        } else {
            publication.publish(api, deployments);
        }
        return ExitCode.OK.number();
    }

    private List<LoadedDeployment> meant() {
        var authoring = new Authoring(terminal, flow, name, path);
        if (file == null && command.isEmpty()) {
            throw Stop.usage("Say what to deploy: a file, FILE:FUNCTION, or --command.");
        }
        if (file != null && !command.isEmpty()) {
            throw Stop.usage("A file and --command both say what to execute; give one of them.");
        }
        return (file == null ? List.of(authoring.of(command)) : loaded(authoring, file))
                .stream()
                        .map(one -> one.with(flags.over(one.document())))
                        .map(one -> stay ? one.notPushed() : one)
                        .toList();
    }

    private List<LoadedDeployment> loaded(Authoring authoring, String written) {
        var target = Target.of(written, terminal);
        var message =
                "Loading deployments from %s at '%s'..."
                        .formatted(target.kind().words(), target.shown());
        if (output.format() == Format.TABLE) {
            terminal.out().println(message);
            terminal.out().flush();
        } else {
            terminal.say(message);
        }
        return authoring.of(target);
    }
}
