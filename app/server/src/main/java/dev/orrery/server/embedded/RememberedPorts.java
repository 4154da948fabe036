package dev.orrery.server.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;

/** The ports that a data folder's servers had last, so that clients find them there again. */
public final class RememberedPorts {
    private static final String FILE = "ports.properties";

    private final Path file;

    public RememberedPorts(DataFolder folder) {
        this.file = folder.resolve(FILE);
    }

    /** Empty too where the file was edited into something that is no port. */
    public OptionalInt last(String server) {
        String port = read().getProperty(server, "");
        return port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65_535
                ? OptionalInt.of(Integer.parseInt(port))
                : OptionalInt.empty();
    }

    public void remember(String server, int port) {
        Properties ports = read();
        ports.setProperty(server, Integer.toString(port));
        try (Writer writer = Files.newBufferedWriter(file)) {
            ports.store(writer, "The ports used last: taken again at the next start if free.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties read() {
        Properties ports = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                ports.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                // It holds nothing but a convenience: free ports serve as well.
                ports.clear();
            }
        }
        return ports;
    }
}
