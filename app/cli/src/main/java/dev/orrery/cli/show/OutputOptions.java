package dev.orrery.cli.show;

import picocli.CommandLine.Option;

/** Of every command that lists or shows. */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json, yaml or name (default table).")
    private Format format = Format.TABLE;

    public Format format() {
        return format;
    }
}
