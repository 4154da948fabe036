package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.type.ToJson;
import dev.orrery.flows.type.Unfit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The requests that tell a run. */
final class Requests {

    static final int RESULT_BYTES_MAX = 64 * 1024;
    static final int MESSAGE_CHARACTERS_MAX = 4_096;

    private static final Pattern ID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Requests() {}

    /**
     * A UUID of version 8: the time, and a random affinity, which the server's partitions are
     * chosen by, since the run belongs to no deployment; the bit behind it says that a process
     * executes it.
     */
    static UUID newRun(Instant now) {
        var random = ThreadLocalRandom.current();
        long most = (now.toEpochMilli() << 16) | 0x8000L | random.nextLong(0x1000);
        long least =
                0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 1L << 57;
        return new UUID(most, least);
    }

    /**
     * What a run of a called flow is, as its start says it.
     *
     * @param parent the id of the run whose work started this process; what is no id is left out,
     *     since a server would refuse the run for it
     */
    static Json.Obj what(Tracking.Called called, String parent) {
        var what =
                Json.object("flow", called.flow())
                        .with("parameters", called.parameters())
                        .with("path", Path.of("").toAbsolutePath().toString());
        if (called.entrypoint() != null) {
            what = what.with("entrypoint", called.entrypoint());
        }
        return ID.matcher(parent).matches() ? what.with("parent", parent) : what;
    }

    static Json.Obj start(UUID run, UUID fence, Json.Obj what, Instant now) {
        var body =
                what.with("startedAt", text(now))
                        .with("fence", fence.toString())
                        .with("host", HostName.ofSystem())
                        .with("processId", ProcessHandle.current().pid());
        return request("PUT", "/v1/runs/" + run, body);
    }

    /**
     * @param name of the state that it ends in, finer than the outcome
     */
    static Json.Obj finish(
            String run, String fence, Json.Obj outcome, @Nullable String name, Instant ended) {
        var body =
                Json.object("fence", fence).with("outcome", outcome).with("endedAt", text(ended));
        var whole = name == null ? body : body.with("name", name);
        return request("POST", "/v1/runs/" + run + "/finish", whole);
    }

    static Json.Obj output(UUID run, UUID fence, List<Json> lines) {
        var body = Json.object("fence", fence.toString()).with("lines", new Json.Array(lines));
        return request("POST", "/v1/runs/" + run + "/output", body);
    }

    private static Json.Obj request(String method, String path, Json.Obj body) {
        return Json.object("method", method)
                .with("path", path)
                .with("body", body)
                .with("idempotencyKey", UUID.randomUUID().toString());
    }

    /**
     * @param note told where the result is left out
     */
    static Json.Obj completed(@Nullable Object result, Consumer<String> note) {
        var outcome = Json.object("kind", "completed");
        if (result == null) {
            return outcome;
        }
        try {
            var value = ToJson.of(result, "the result");
            if (value.toString().getBytes(StandardCharsets.UTF_8).length <= RESULT_BYTES_MAX) {
                return outcome.with("result", value);
            }
            note.accept("The return value has more than 64 KiB and was not kept.");
        } catch (Unfit unwritable) {
            note.accept(
                    "The return value is not JSON and was not kept: " + unwritable.getMessage());
        }
        return outcome;
    }

    static Json.Obj failed(Throwable failure) {
        String text = failure.toString().replace('\0', '\uFFFD');
        return Json.object("kind", "failed")
                .with(
                        "message",
                        text.substring(0, Math.min(text.length(), MESSAGE_CHARACTERS_MAX)));
    }

    static Json.Obj crashed(String message) {
        return Json.object("kind", "crashed").with("message", message);
    }

    /** The fence that a run was started with. */
    static String fence(Json.Obj start) {
        return start.get("body") instanceof Json.Obj body ? String.valueOf(body.text("fence")) : "";
    }

    static boolean isOutput(Json.Obj request) {
        return String.valueOf(request.text("path")).endsWith("/output");
    }

    static boolean isFinish(Json.Obj request) {
        return String.valueOf(request.text("path")).endsWith("/finish");
    }

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
