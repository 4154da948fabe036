package dev.orrery.cli.terminal;

/**
 * A command's "no": a sentence that says what is wrong and what to do, and the exit code. An
 * exception because it ends the command from any depth; without a stack trace because it is an
 * answer and not a fault.
 */
public final class Stop extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public Stop(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    public static Stop usage(String sentence) {
        return new Stop(ExitCode.USAGE, sentence);
    }

    /** The same, of one thing among others. */
    public Stop about(String what) {
        return new Stop(exitCode, what + ": " + sentence());
    }

    /** The same, and one more sentence. */
    public Stop and(String sentence) {
        return new Stop(exitCode, sentence() + " " + sentence);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
