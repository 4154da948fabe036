package dev.orrery.server.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote into the server's jar. */
public final class ServerVersion {

    private static final String TEXT = read();

    private ServerVersion() {}

    public static String text() {
        return TEXT;
    }

    private static String read() {
        try (var in = ServerVersion.class.getResourceAsStream("/dev/orrery/server/version.txt")) {
            if (in == null) {
                throw new IllegalStateException("The build left out version.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
