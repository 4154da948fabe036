package dev.orrery.server;

import dev.orrery.server.edge.ServerVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The first word of the command line picks a program; none at all asks for help. */
@Command(
        name = "orrery",
        description = "Runs deployments, and keeps every decision about them in a log.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            UpProgram.class,
            QuickstartProgram.class,
            BenchProgram.class,
            ReplayProgram.class,
            VerifyProgram.class,
            MoveProgram.class,
            RunnerProgram.Group.class,
            WarmUpProgram.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::explain)
                .setExecutionExceptionHandler((failure, _, _) -> Failures.tell(failure));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(CommandLine.ParameterException mistake, String[] args) {
        var command = mistake.getCommandLine();
        command.getErr().println(mistake.getMessage());
        command.usage(command.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** The version that the build wrote beside this class. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"orrery " + ServerVersion.text()};
        }
    }
}
