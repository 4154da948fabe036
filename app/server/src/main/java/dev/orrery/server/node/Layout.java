package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The version of the data folder's layout: an older program must not touch a newer folder. */
final class Layout {

    private static final int VERSION = 1;
    private static final String FILE = "version";

    private Layout() {}

    /**
     * @throws StartRefused when a newer version of Orrery made the folder
     */
    static void check(Path data) {
        var file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, VERSION + "\n");
                return;
            }
            var found = Files.readString(file).strip();
            if (!found.equals(Integer.toString(VERSION))) {
                throw new StartRefused(
                        "The data folder "
                                + data
                                + " has layout "
                                + found
                                + " and this version of Orrery knows "
                                + VERSION
                                + "; start the newer version that made it, or choose another folder"
                                + " with --data.");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
