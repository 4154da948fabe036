package dev.orrery.server;

import dev.orrery.server.node.NodeSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every program that runs a server. */
final class ServerOptions {

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the HTTP API on loopback (default 4200; 0: a free one).")
    private @Nullable Integer port;

    @Mixin private SettingsOptions options = new SettingsOptions();

    NodeSettings settings() {
        var settings = options.values();
        if (port != null) {
            settings.put("http.port", port.toString());
        }
        return NodeSettings.of(settings);
    }
}
