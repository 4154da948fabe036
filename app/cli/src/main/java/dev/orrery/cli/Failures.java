package dev.orrery.cli;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that does not go well says so: a sentence, and never a stack trace. */
final class Failures {

    private static final int HELP_COLUMNS = 100;

    private Failures() {}

    static CommandLine explained(CommandLine commands, Terminal terminal) {
        return commands.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExecutionStrategy(Failures::execute)
                .setParameterExceptionHandler((mistake, _) -> usage(mistake, terminal))
                .setExecutionExceptionHandler((failure, _, _) -> tell(failure, terminal));
    }

    /** Who asks for the help of a command that there is not is told so. */
    private static int execute(ParseResult parsed) {
        for (var line : parsed.asCommandLineList()) {
            var unknown = line.getParseResult().unmatched();
            if (!unknown.isEmpty() && !line.isUnmatchedArgumentsAllowed()) {
                throw new UnmatchedArgumentException(line, unknown);
            }
        }
        return new RunLast().execute(parsed);
    }

    private static int usage(ParameterException mistake, Terminal terminal) {
        var command = mistake.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        terminal.say("orrery: " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, terminal.err());
        terminal.say("'" + name + " --help' says what it takes.");
        return ExitCode.USAGE.number();
    }

    static int tell(Throwable failure, Terminal terminal) {
        terminal.out().flush();
        if (failure instanceof Stop stop) {
            terminal.say("orrery: " + stop.sentence());
            return stop.exitCode().number();
        }
        if (terminal.variable("ORRERY_DEBUG").isPresent()) {
            failure.printStackTrace(terminal.err());
        }
        if (failure instanceof OutOfMemoryError) {
            terminal.say(
                    "orrery: What this command reads is larger than its memory; give it more with"
                            + " ORRERY_JAVA_OPTS=-Xmx1g.");
            return ExitCode.FAILED.number();
        }
        terminal.say(
                "orrery: A mistake of ours: "
                        + failure
                        + ". ORRERY_DEBUG=1 shows where; please report it.");
        return ExitCode.FAILED.number();
    }
}
