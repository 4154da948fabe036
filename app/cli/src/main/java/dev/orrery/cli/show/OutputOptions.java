package dev.orrery.cli.show;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Of every command that lists or shows. */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = FormatReader.class,
            description = "table, json, yaml or name (default table).")
    private Format format = Format.TABLE;

    public Format format() {
        return format;
    }

    private static final class FormatReader implements ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            for (var format : Format.values()) {
                if (format.name().equalsIgnoreCase(text)) {
                    return format;
                }
            }
            throw new TypeConversionException(
                    "it is table, json, yaml or name, and not '" + text + "'.");
        }
    }
}
