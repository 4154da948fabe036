package dev.orrery.cli.http;

import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Of every command that writes. */
public final class WriteOptions {

    /** What the server takes. */
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** What a header can hold, in UTF-8. */
    private static final Pattern REASON = Pattern.compile("(?!\\s*$)[^\\p{Cntrl}]{1,1024}");

    @Mixin private ApiOptions server = new ApiOptions();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "An idempotency key: asked again with the same, it is done once.")
    private @Nullable String key;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the log.")
    private @Nullable String reason;

    /**
     * @throws Stop when key or reason is none
     */
    public Api connect(Terminal terminal) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw Stop.usage(
                    "--key takes 1 to 255 letters, digits and signs of ASCII, without spaces.");
        }
        if (reason != null && !REASON.matcher(reason).matches()) {
            throw Stop.usage("--reason takes 1 to 1,024 characters in one line.");
        }
        return server.connect(terminal, new Errand(key, reason));
    }
}
