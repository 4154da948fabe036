package dev.orrery.cli;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The first word picks a group, the second a command. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        var terminal = ofThisProcess();
        int code = run(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /**
     * Runs one command, as a process of its own would.
     *
     * @return the exit code
     */
    public static int run(Terminal terminal, String... args) {
        // Asked for by scripts and shells all the time, and needs nothing of the rest.
        if (List.of(args).equals(List.of("--version"))) {
            terminal.out().println(Version.text());
            terminal.out().flush();
            return ExitCode.OK.number();
        }
        try {
            return Commands.of(terminal, args).execute(args);
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            return Failures.tell(tooMuch, terminal);
        }
    }

    private static Terminal ofThisProcess() {
        var environment = System.getenv();
        var home = System.getProperty("orrery.home");
        return new Terminal(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                environment,
                Path.of("").toAbsolutePath(),
                home == null ? null : Path.of(home),
                Style.of(environment, System.getProperty("orrery.terminal", "")),
                Integer.getInteger("orrery.columns", 0));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
