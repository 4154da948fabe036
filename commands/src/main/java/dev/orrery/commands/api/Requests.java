package dev.orrery.commands.api;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say of its command. */
final class Requests {

    /** Who asks, as long as nobody is asked who they are: the server then binds loopback only. */
    static final String LOCAL = "local";

    private static final String DRY_RUN = "dryRun";

    /** The two ways to name a deployment in an address. */
    static final List<String> DEPLOYMENTS =
            List.of("/v1/deployments/{deployment}", "/v1/deployments/{flow}/{name}");

    private static final int REASON_CHARACTERS_MAX = 1_024;

    /** A proxy that packs the answer makes the tag weak; the version in it is the same. */
    private static final Pattern ENTITY_TAG =
            Pattern.compile("(?:W/(?=\"))?(?<quote>\"?)([0-9]{1,18})\\k<quote>");

    /** A W3C trace context; an id of zeros only is none. */
    private static final Pattern TRACE =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private Requests() {}

    /** Submits a command and answers when it is decided. */
    static void submit(Context http, Submission submission, Command command) {
        submit(http, submission, header(http, submission), command);
    }

    /** Submits a command of which may be asked, too, what would become of it. */
    static void submitOrTry(Context http, Submission submission, Command command) {
        submit(http, submission, header(http, submission, isDryRun(http)), command);
    }

    private static void submit(
            Context http, Submission submission, CommandHeader header, Command command) {
        http.future(() ->
                submission
                        .submit(header, command)
                        .thenAccept(reply -> Answers.write(http, header, command, reply)));
    }

    /** The run that the address names. */
    static RunId run(Context http) {
        try {
            return RunId.parse(http.pathParam("run"));
        } catch (IllegalArgumentException malformed) {
            throw invalid("run", "A run is named by its id, a UUID.");
        }
    }

    /** The deployment that the address names. */
    static DeploymentId deployment(Context http) {
        var id = http.pathParamMap().get("deployment");
        if (id == null) {
            return DeploymentId.of(http.pathParam("flow"), http.pathParam("name"));
        }
        try {
            return DeploymentId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw invalid(
                    "deployment", "A deployment is named by its id, a UUID, or by flow/name.");
        }
    }

    static CommandHeader header(Context http, Submission submission) {
        requireNoQueryBut(http, Set.of());
        return header(http, submission, false);
    }

    private static CommandHeader header(Context http, Submission submission, boolean dryRun) {
        return new CommandHeader(
                id(http.header("Idempotency-Key")),
                LOCAL,
                expectedVersion(http),
                submission.deadline(),
                null,
                reason(http.header("Orrery-Reason")),
                trace(http.header("traceparent")),
                dryRun);
    }

    /** Whether it is only asked what would become of the command, by {@code ?dryRun=true}. */
    static boolean isDryRun(Context http) {
        requireNoQueryBut(http, Set.of(DRY_RUN));
        return switch (http.queryParams(DRY_RUN)) {
            case List<String> asked when asked.isEmpty() || asked.equals(List.of("false")) -> false;
            case List<String> asked when asked.equals(List.of("true")) -> true;
            case List<String> _ -> throw invalid(DRY_RUN, "It is true or false.");
        };
    }

    /** Whoever asks for what there isn't, such as a dry run, must not get the command done. */
    private static void requireNoQueryBut(Context http, Set<String> known) {
        for (var name : http.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw invalid(
                        name,
                        known.isEmpty()
                                ? "This command has no query parameters."
                                : "This command has no query parameters but "
                                        + String.join(", ", known)
                                        + ".");
            }
        }
    }

    private static CommandId id(@Nullable String key) {
        if (key == null) {
            return CommandId.random();
        }
        var printable = key.chars().allMatch(c -> c > ' ' && c < 127);
        if (key.isEmpty() || key.length() > CommandId.CHARACTERS_MAX || !printable) {
            throw invalid(
                    "Idempotency-Key",
                    "An idempotency key has 1 to 255 printable ASCII characters, no spaces.");
        }
        return new CommandId(key);
    }

    private static @Nullable Long expectedVersion(Context http) {
        var match = http.header("If-Match");
        var noneMatch = http.header("If-None-Match");
        if (match != null && noneMatch != null) {
            throw invalid("If-None-Match", "It can't be asked for together with If-Match.");
        }
        if (noneMatch != null && !noneMatch.strip().equals("*")) {
            throw invalid("If-None-Match", "It can only be *: make it, and change nothing.");
        }
        if (noneMatch != null) {
            return CommandHeader.ABSENT;
        }
        return match == null ? null : version(match.strip());
    }

    private static long version(String match) {
        if (match.equals("*")) {
            return CommandHeader.PRESENT;
        }
        var version = ENTITY_TAG.matcher(match);
        if (!version.matches()) {
            throw invalid(
                    "If-Match",
                    "It is * or carries one version, as the ETag of a read does: \"3\".");
        }
        return Long.parseLong(version.group(2));
    }

    /** What is no trace is nobody's to follow; the command is done all the same. */
    private static @Nullable String trace(@Nullable String traceparent) {
        return traceparent != null && TRACE.matcher(traceparent).matches() ? traceparent : null;
    }

    private static @Nullable String reason(@Nullable String header) {
        var reason = header == null ? null : text(header);
        if (reason != null && reason.length() > REASON_CHARACTERS_MAX) {
            throw invalid(
                    "Orrery-Reason",
                    "A reason has " + REASON_CHARACTERS_MAX + " characters at most.");
        }
        return reason;
    }

    /** Clients send UTF-8, whose bytes are read as Latin-1; what is none is that. */
    private static String text(String header) {
        try {
            var bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException latin) {
            return header;
        }
    }

    private static ApiProblem invalid(String header, String message) {
        return new ApiProblem(Refusal.INVALID_REQUEST, message, header);
    }
}
