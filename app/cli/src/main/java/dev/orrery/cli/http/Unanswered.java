package dev.orrery.cli.http;

import dev.orrery.cli.terminal.ExitCode;
import java.io.IOException;

/** A request went out and no answer came in: nobody knows whether it was done. */
final class Unanswered extends IOException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    /**
     * @param what happened, as a clause for people
     */
    Unanswered(ExitCode exitCode, String what, IOException cause) {
        super(what, cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
