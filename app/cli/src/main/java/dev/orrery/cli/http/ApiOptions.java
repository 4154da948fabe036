package dev.orrery.cli.http;

import dev.orrery.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of every command that asks a server. */
public final class ApiOptions {

    public static final String VARIABLE = "ORRERY_API_URL";
    private static final String DEFAULT = "http://localhost:4200";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The server (default: ORRERY_API_URL, else " + DEFAULT + ").")
    private @Nullable String api;

    public Api connect(Terminal terminal) {
        return Api.at(address(terminal));
    }

    public String address(Terminal terminal) {
        return api == null ? terminal.variable(VARIABLE).orElse(DEFAULT) : api;
    }
}
