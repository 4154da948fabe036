package dev.orrery.cli.terminal;

import java.util.Map;

/** Whether states have colours: on a terminal, unless the person wants none. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String END = "\u001b[0m";

    private static final Map<String, String> COLOURS =
            Map.of(
                    "COMPLETED", "\u001b[32m",
                    "FAILED", "\u001b[31m",
                    "CRASHED", "\u001b[31m",
                    "CANCELLED", "\u001b[33m",
                    "CANCELLING", "\u001b[33m",
                    "RUNNING", "\u001b[34m",
                    "PENDING", "\u001b[34m");

    /**
     * @param terminal whether the launcher saw a terminal at the other end of standard output
     */
    public static Style of(Map<String, String> environment, String terminal) {
        var wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return wanted && terminal.equals("true") ? COLOURED : PLAIN;
    }

    /** A text in the colour of a type of state. */
    public String state(String type, String text) {
        var colour = COLOURS.get(type);
        return this == PLAIN || colour == null ? text : colour + text + END;
    }
}
