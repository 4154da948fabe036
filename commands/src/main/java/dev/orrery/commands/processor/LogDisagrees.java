package dev.orrery.commands.processor;

/** The state of a partition is not what the log's end says: nothing may be decided on it. */
public final class LogDisagrees extends RuntimeException {

    private static final long serialVersionUID = 1;

    LogDisagrees(String message) {
        super(message);
    }
}
