package dev.orrery.runner.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the runner knows and no topic ever holds: {@code ORRERY_SECRET_NAME} in its own environment,
 * else the file {@code NAME} in its folder of secrets.
 */
final class Secrets {

    static final String REFERENCE = "secret:";

    private static final int SECRET_BYTES_MAX = 64 * 1024;
    // No separator and no leading dot, so that a name can't leave the folder.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final Map<String, String> environment;
    private final @Nullable Path folder;

    Secrets(Map<String, String> environment, @Nullable Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    String resolve(String variable, String name) throws CannotStart {
        if (!NAME.matcher(name).matches()) {
            throw new CannotStart(
                    ("The variable %s refers to the secret '%s', and the name of a secret is made"
                                    + " of letters, digits, '_', '-' and '.'.")
                            .formatted(variable, name));
        }
        String known = environment.get("ORRERY_SECRET_" + name);
        if (known == null && folder != null) {
            known = file(folder.resolve(name), name);
        }
        if (known == null) {
            throw new CannotStart(
                    ("The variable %s refers to the secret '%s', which this runner does not have;"
                                    + " it looks for ORRERY_SECRET_%s in its environment%s.")
                            .formatted(
                                    variable,
                                    name,
                                    name,
                                    folder == null ? "" : ", then in its folder of secrets"));
        }
        return known;
    }

    private static @Nullable String file(Path file, String name) throws CannotStart {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            if (Files.size(file) > SECRET_BYTES_MAX) {
                throw new CannotStart("The secret '" + name + "' is larger than 64 KiB.");
            }
            String text = Files.readString(file);
            // Editors and echo end a file with a line break that is no part of the secret.
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException unreadable) {
            throw new CannotStart("The secret '" + name + "' could not be read.", unreadable);
        }
    }
}
