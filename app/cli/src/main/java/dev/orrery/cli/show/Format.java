package dev.orrery.cli.show;

/** How an answer is printed. */
public enum Format {
    /** For people. */
    TABLE,
    JSON,
    YAML,
    /** One name a line, for another command. */
    NAME
}
