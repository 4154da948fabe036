package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.nio.file.Path;

/** The version of the data folder's layout: an older program must not touch a newer folder. */
final class Layout {

    private static final String VERSION = "1";
    private static final String FILE = "version";

    private Layout() {}

    /**
     * @throws StartRefused when a newer version of Orrery made the folder
     */
    static void check(Path data) {
        var file = data.resolve(FILE);
        var found = SmallFile.read(file);
        if (found.isEmpty()) {
            SmallFile.write(file, VERSION);
        } else if (!found.get().equals(VERSION)) {
            throw new StartRefused(
                    "The data folder "
                            + data
                            + " has layout "
                            + found.get()
                            + " and this version of Orrery knows "
                            + VERSION
                            + "; start the newer version that made it, or choose another folder"
                            + " with --data.");
        }
    }
}
