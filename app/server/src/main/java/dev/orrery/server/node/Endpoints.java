package dev.orrery.server.node;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        var file = data.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            var endpoints = MAPPER.readValue(file.toFile(), Endpoints.class);
            return ProcessHandle.of(endpoints.pid()).isPresent()
                    ? Optional.of(endpoints)
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new StartRefused("The file " + file + " can't be read; delete it.", unreadable);
        }
    }

    void writeTo(Path data) {
        try {
            var draft = data.resolve(FILE + ".new");
            Files.writeString(
                    draft, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            Files.move(
                    draft,
                    data.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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
