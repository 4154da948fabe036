package dev.orrery.runner.work;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs, as a shell would. The system finds them too, but inside the new session, where
 * its answer is an exit code and a line on the process's own stderr instead of a reason.
 */
final class Programs {

    private static final int SHEBANG_BYTES_MAX = 256;

    private Programs() {}

    /**
     * @param path the {@code PATH} of the run
     * @param folder the working folder, to which a name with a slash is relative
     */
    static Path find(String name, @Nullable String path, Path folder) throws CannotStart {
        if (name.isEmpty()) {
            throw new CannotStart("The command names no program.");
        }
        try {
            var found = name.contains("/") ? folder.resolve(name) : search(name, path, folder);
            return checked(name, found);
        } catch (InvalidPathException invalid) {
            throw new CannotStart("'" + name + "' can't be the name of a program.", invalid);
        }
    }

    private static @Nullable Path search(String name, @Nullable String path, Path folder) {
        if (path == null) {
            return null;
        }
        Path present = null;
        for (String entry : path.split(File.pathSeparator, -1)) {
            var candidate = folder.resolve(entry).resolve(name);
            if (Files.isRegularFile(candidate)) {
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
                present = candidate;
            }
        }
        return present;
    }

    private static Path checked(String name, @Nullable Path found) throws CannotStart {
        if (found == null) {
            throw new CannotStart("There is no program '" + name + "' on the PATH of the run.");
        }
        if (!Files.exists(found)) {
            throw new CannotStart("There is no program " + found + ".");
        }
        if (!Files.isRegularFile(found)) {
            throw new CannotStart(found + " is not a program but a folder or a device.");
        }
        if (!Files.isExecutable(found)) {
            throw new CannotStart("The runner may not execute " + found + ".");
        }
        String interpreter = interpreter(found);
        if (interpreter != null && !Files.isExecutable(Path.of(interpreter))) {
            throw new CannotStart(
                    found + " names an interpreter that is not there: " + interpreter + ".");
        }
        return found;
    }

    private static @Nullable String interpreter(Path script) {
        try (var in = Files.newInputStream(script)) {
            var head = new String(in.readNBytes(SHEBANG_BYTES_MAX), StandardCharsets.ISO_8859_1);
            if (!head.startsWith("#!")) {
                return null;
            }
            String line = head.substring(2).lines().findFirst().orElse("").strip();
            String first = line.split("\\s", 2)[0];
            return first.startsWith("/") ? first : null;
        } catch (IOException _) {
            // One may execute what one may not read; then the system has the last word.
            return null;
        }
    }
}
