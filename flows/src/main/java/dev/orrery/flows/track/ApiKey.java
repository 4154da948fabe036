package dev.orrery.flows.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server knows the caller by. Never shown; and no flag, since what is typed is in the
 * history of the shell and in the list of processes.
 */
public final class ApiKey {

    private static final String VARIABLE = "ORRERY_API_KEY";
    private static final String FILE = "ORRERY_API_KEY_FILE";
    private static final int CHARACTERS_MAX = 4_096;

    /** What a header can hold, without spaces. */
    private static final Pattern SENDABLE = Pattern.compile("[!-~]{1," + CHARACTERS_MAX + "}");

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /**
     * That of {@code ORRERY_API_KEY}, else of the file that {@code ORRERY_API_KEY_FILE} names.
     *
     * @param folder that the file's name is relative to
     * @throws IllegalArgumentException when it can't be read or sent; the message does not show it
     */
    public static Optional<ApiKey> of(Map<String, String> environment, Path folder) {
        var key = environment.getOrDefault(VARIABLE, "");
        if (!key.isBlank()) {
            return Optional.of(checked(key, VARIABLE));
        }
        var file = environment.getOrDefault(FILE, "");
        return file.isBlank()
                ? Optional.empty()
                : Optional.of(checked(read(folder, file), "the file of " + FILE));
    }

    private static String read(Path folder, String file) {
        try (var in = Files.newInputStream(folder.resolve(file))) {
            return new String(in.readNBytes(2 * CHARACTERS_MAX), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    "The file " + file + ", which " + FILE + " names, can't be read.", unreadable);
        }
    }

    private static ApiKey checked(String text, String where) {
        var key = text.strip();
        if (!SENDABLE.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "There is no API key in "
                            + where
                            + ": that has 1 to 4,096 letters, digits and signs of ASCII, without"
                            + " spaces.");
        }
        return new ApiKey(key);
    }

    /** The value of {@code Authorization}. */
    public String header() {
        return "Bearer " + text;
    }
}
