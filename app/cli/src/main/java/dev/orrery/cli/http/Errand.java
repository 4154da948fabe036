package dev.orrery.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command says of all that it writes: by which key a repetition is known, and why. */
final class Errand {

    private final @Nullable String reason;
    private @Nullable String key;
    private int writes;

    Errand(@Nullable String key, @Nullable String reason) {
        this.key = key;
        this.reason = reason;
    }

    /**
     * Of the next write. The first has the key itself; each that follows has its own, which the
     * command has again when it is typed again.
     */
    Map<String, String> headers() {
        writes++;
        var headers = new LinkedHashMap<String, String>();
        headers.put("Idempotency-Key", writes == 1 ? key() : following());
        if (reason != null) {
            headers.put("Orrery-Reason", reason);
        }
        return headers;
    }

    /** What to do where nobody knows whether it was done. */
    String again() {
        return "ask again with --key " + key() + ", and it is done once.";
    }

    private String key() {
        if (key == null) {
            key = UUID.randomUUID().toString();
        }
        return key;
    }

    private String following() {
        var text = writes + " of " + key();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
