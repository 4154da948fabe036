package dev.orrery.cli.create;

import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.spec.Loaded;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates or updates what a loader wrote down; the kits call it. */
@Command(
        name = "apply-loaded",
        mixinStandardHelpOptions = true,
        description = "Creates or updates the deployments that a kit wrote into a file.",
        footer = {"%nExamples:", "  orrery deployment apply-loaded loaded.json"})
public final class ApplyLoaded implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE.json", description = "As 'python3 -m orrery.load' writes it.")
    private String file = "";

    @Option(
            names = "--dry-run",
            description =
                    "Only ask the server whether it would take all, and show each file and its"
                            + " size.")
    private boolean dryRun;

    private final Terminal terminal;

    public ApplyLoaded(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var deployments = Loaded.read(terminal.file(file)).deployments();
        var publication = new Publication(terminal, Printer.of(terminal, output));
        var api = server.connect(terminal);
        if (dryRun) {
            publication.show(api, deployments);
        } else {
            publication.publish(api, deployments);
        }
        return ExitCode.OK.number();
    }
}
