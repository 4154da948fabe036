package dev.orrery.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote into the command line's jar. */
public final class ProgramVersion {

    private ProgramVersion() {}

    public static String text() {
        try (var in = ProgramVersion.class.getResourceAsStream("/dev/orrery/cli/version.txt")) {
            if (in == null) {
                throw new IllegalStateException("The build left out version.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
