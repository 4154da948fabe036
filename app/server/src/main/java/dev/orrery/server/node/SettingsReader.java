package dev.orrery.server.node;

import dev.orrery.server.embedded.StartRefused;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads settings one by one and knows which ones nobody read: a misspelt name is an error. */
final class SettingsReader {

    private static final Duration SECONDS_MAX = Duration.ofHours(24);

    private final Map<String, String> settings;
    private final Set<String> read = new HashSet<>();

    SettingsReader(Map<String, String> settings) {
        this.settings = settings;
    }

    String text(String name, String absent) {
        read.add(name);
        var value = settings.get(name);
        return value == null || value.isBlank() ? absent : value.strip();
    }

    List<String> list(String name, String absent) {
        var values = new ArrayList<String>();
        for (var value : text(name, absent).split(",", -1)) {
            values.add(value.strip());
        }
        return values;
    }

    int number(String name, int absent, int min, int max) {
        var text = text(name, Integer.toString(absent));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw outOfRange(name, text, min, max, malformed);
        }
        throw outOfRange(name, text, min, max, null);
    }

    /** No where it is absent. */
    boolean isTrue(String name) {
        var text = text(name, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new StartRefused(
                    "The setting " + name + " takes true or false, not '" + text + "'.");
        }
        return text.equals("true");
    }

    Duration seconds(String name, int absent) {
        return seconds(name, absent, SECONDS_MAX);
    }

    Duration seconds(String name, int absent, Duration max) {
        return Duration.ofSeconds(number(name, absent, 1, Math.toIntExact(max.toSeconds())));
    }

    Path folder(String name, String absent) {
        return path(name, text(name, absent), "folder");
    }

    Optional<Path> file(String name) {
        var text = text(name, "");
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(path(name, text, "file").toAbsolutePath().normalize());
    }

    private static Path path(String name, String text, String what) {
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new StartRefused(
                    "The setting " + name + " takes a " + what + ", not '" + text + "'.", wrong);
        }
    }

    /** The settings whose names begin so, without that beginning. */
    Map<String, String> below(String prefix) {
        var below = new HashMap<String, String>();
        settings.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                read.add(name);
                if (!value.isBlank()) {
                    below.put(name.substring(prefix.length()), value.strip());
                }
            }
        });
        return below;
    }

    /**
     * @param others says which names somebody else reads
     * @throws StartRefused when there is a setting that nobody reads
     */
    void requireAllKnown(Predicate<String> others) {
        for (var name : settings.keySet()) {
            if (!read.contains(name) && !others.test(name)) {
                throw new StartRefused(
                        "There is no setting '"
                                + name
                                + "'; see conf/server.properties and docs/operations.md.");
            }
        }
    }

    private static StartRefused outOfRange(
            String name, String text, int min, int max, @Nullable Exception cause) {
        return new StartRefused(
                "The setting "
                        + name
                        + " takes a whole number from "
                        + min
                        + " to "
                        + max
                        + ", not '"
                        + text
                        + "'.",
                cause);
    }
}
