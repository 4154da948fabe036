package dev.orrery.server;

import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where settings come from, for every program that takes a server's. An option wins over a file.
 */
final class SettingsOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for everything that must survive a restart (default .orrery).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings (default conf/server.properties beside bin).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One setting; may be repeated, wins over the file.")
    private Map<String, String> set = new LinkedHashMap<>();

    /** By the names of {@code server.properties}, to be added to. */
    Map<String, String> values() {
        var settings = of(config);
        settings.putAll(set);
        if (data != null) {
            settings.put("data.dir", data.toString());
        }
        return settings;
    }

    /** What a file says, or without one that of the distribution, to be added to. */
    static Map<String, String> of(@Nullable Path config) {
        var file = config == null ? shipped() : config;
        return file == null ? new HashMap<>() : read(file);
    }

    /** The file of the distribution, which the launcher knows the place of. */
    private static @Nullable Path shipped() {
        var home = System.getProperty("orrery.home");
        if (home == null) {
            return null;
        }
        var file = Path.of(home, "conf", "server.properties");
        return Files.isRegularFile(file) ? file : null;
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new StartRefused(
                    "The settings file " + file + " can't be read; check its name and content.",
                    unreadable);
        }
        var settings = new HashMap<String, String>();
        properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
        return settings;
    }
}
