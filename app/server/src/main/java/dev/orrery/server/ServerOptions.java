package dev.orrery.server;

import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every program that runs a server. A flag wins over a file. */
final class ServerOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the HTTP API on loopback (default 4200; 0: a free one).")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for everything that must survive a restart (default .orrery).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings, as conf/server.properties shows them.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One setting; may be repeated, wins over the file.")
    private Map<String, String> set = new LinkedHashMap<>();

    NodeSettings settings() {
        var settings = new HashMap<String, String>();
        if (config != null) {
            settings.putAll(read(config));
        }
        settings.putAll(set);
        if (port != null) {
            settings.put("http.port", port.toString());
        }
        if (data != null) {
            settings.put("data.dir", data.toString());
        }
        return NodeSettings.of(settings);
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
