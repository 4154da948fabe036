package dev.orrery.commands.api;

import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say of its command. */
final class Requests {

    /** Who asks, as long as nobody is asked who they are: the server then binds loopback only. */
    static final String LOCAL = "local";

    private static final int REASON_CHARACTERS_MAX = 1_024;

    private Requests() {}

    static CommandHeader header(Context http, Submission submission) {
        return new CommandHeader(
                id(http.header("Idempotency-Key")),
                LOCAL,
                expectedVersion(http),
                submission.deadline(),
                null,
                reason(http.header("Orrery-Reason")),
                http.header("traceparent"));
    }

    private static CommandId id(@Nullable String key) {
        if (key == null) {
            return CommandId.random();
        }
        var printable = key.chars().allMatch(c -> c > ' ' && c < 127);
        if (key.isEmpty() || key.length() > CommandId.CHARACTERS_MAX || !printable) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "An idempotency key has 1 to 255 printable ASCII characters, no spaces.",
                    "Idempotency-Key");
        }
        return new CommandId(key);
    }

    private static @Nullable Long expectedVersion(Context http) {
        if ("*".equals(http.header("If-None-Match"))) {
            return 0L;
        }
        var match = http.header("If-Match");
        if (match == null) {
            return null;
        }
        var text =
                match.startsWith("\"") && match.endsWith("\"") && match.length() > 2
                        ? match.substring(1, match.length() - 1)
                        : match;
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "It carries the version, as the ETag of a read does: \"3\".",
                    "If-Match");
        }
    }

    private static @Nullable String reason(@Nullable String reason) {
        if (reason != null && reason.length() > REASON_CHARACTERS_MAX) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "A reason has " + REASON_CHARACTERS_MAX + " characters at most.",
                    "Orrery-Reason");
        }
        return reason;
    }
}
