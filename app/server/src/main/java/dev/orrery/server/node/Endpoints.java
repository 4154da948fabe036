package dev.orrery.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running process is reached, as it writes it into its data folder.
 *
 * @param api base address of the HTTP API
 * @param kafka bootstrap servers
 * @param registry base address of the schema registry
 * @param pid of the process
 */
public record Endpoints(String api, String kafka, String registry, long pid) {

    private static final String FILE = "endpoints.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Of the process that runs on a data folder, if one does. */
    public static Optional<Endpoints> of(Path data) {
        // The file outlives a kill -9 and its process id may be another's by then; the lock may
        // not.
        if (!DataFolder.isInUse(data)) {
            return Optional.empty();
        }
        var file = data.resolve(FILE);
        try {
            var text = SmallFile.read(file);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MAPPER.readValue(text.get(), Endpoints.class));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new StartRefused("The file " + file + " can't be read; delete it.", unreadable);
        }
    }

    void writeTo(Path data) {
        try {
            SmallFile.write(
                    data.resolve(FILE),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (JsonProcessingException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }

    static void removeFrom(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
