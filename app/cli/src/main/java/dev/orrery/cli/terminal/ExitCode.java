package dev.orrery.cli.terminal;

/** What a command ends with, for scripts. The numbers never change their meaning. */
public enum ExitCode {
    OK(0),
    /** The run did not complete, or not all of them did, or there is a difference. */
    FAILED(1),
    /** What was asked for can't be asked for. */
    USAGE(2),
    NOT_FOUND(3),
    NOT_ALLOWED(4),
    CONFLICT(5),
    TIMED_OUT(6),
    UNREACHABLE(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
