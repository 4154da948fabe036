package dev.orrery.flows.load;

import java.io.Serial;

/** What is loaded is wrong, at a place in the user's code. */
public final class LoadFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final String file;
    private final int line;

    /**
     * @param message one sentence
     * @param line from 1
     */
    public LoadFailure(String message, String file, int line) {
        super(message);
        this.file = file;
        this.line = Math.max(1, line);
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }
}
