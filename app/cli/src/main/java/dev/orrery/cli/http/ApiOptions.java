package dev.orrery.cli.http;

import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.flows.track.ApiKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Of every command that asks a server. Who asks is said by {@code ORRERY_API_KEY}, or by the file
 * that {@code ORRERY_API_KEY_FILE} names.
 */
public final class ApiOptions {

    public static final String VARIABLE = "ORRERY_API_URL";
    private static final String DEFAULT = "http://localhost:4200";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The server (default: ORRERY_API_URL, else " + DEFAULT + ").")
    private @Nullable String api;

    public Api connect(Terminal terminal) {
        return connect(terminal, new Errand(null, null));
    }

    Api connect(Terminal terminal, Errand errand) {
        return Api.at(address(terminal), key(terminal), errand, terminal::say);
    }

    public String address(Terminal terminal) {
        return api == null ? terminal.variable(VARIABLE).orElse(DEFAULT) : api;
    }

    private static @Nullable ApiKey key(Terminal terminal) {
        try {
            return ApiKey.of(terminal.environment(), terminal.folder()).orElse(null);
        } catch (IllegalArgumentException unfit) {
            throw Stop.usage(String.valueOf(unfit.getMessage()));
        }
    }
}
