package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.json.MalformedJson;
import dev.orrery.flows.track.Answer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP to the server, within bounds: a flow must not wait for it. By {@code
 * HttpURLConnection}: the JDK's newer client takes three times as long to load, and has threads of
 * its own.
 */
final class Api {

    private static final int CONNECT_MILLIS_MAX = 1_000;
    private static final int ANSWER_MILLIS_MAX = 5_000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private final String base;

    /**
     * @param base such as {@code http://localhost:4200}
     */
    Api(String base) {
        this.base = base.replaceAll("/+$", "");
    }

    String base() {
        return base;
    }

    /** Sends a line of a journal; never throws, since a bad address is no server either. */
    Answer send(Json.Obj request) {
        Optional<ApiKey> key;
        try {
            key = ApiKey.of(System.getenv(), Path.of(""));
        } catch (IllegalArgumentException unfit) {
            return new Answer(Kind.NOT_NOW, 0, String.valueOf(unfit.getMessage()));
        }
        try {
            return exchangeOrAgain(request, key);
        } catch (IOException | URISyntaxException | IllegalArgumentException failure) {
            return new Answer(Kind.UNREACHED, 0, failure.toString());
        }
    }

    /**
     * A kept connection may have been closed meanwhile. The request may have been heard; that does
     * no harm, because a repetition of it changes nothing.
     */
    private Answer exchangeOrAgain(Json.Obj request, Optional<ApiKey> key)
            throws IOException, URISyntaxException {
        try {
            return exchange(request, key);
        } catch (ConnectException nobody) {
            throw nobody;
        } catch (SocketException closed) {
            return exchange(request, key);
        }
    }

    private Answer exchange(Json.Obj request, Optional<ApiKey> caller)
            throws IOException, URISyntaxException {
        var address = new URI(base + request.text("path")).toURL();
        if (!(address.openConnection() instanceof HttpURLConnection http)) {
            throw new IOException(base + " is no address of a server");
        }
        var body = String.valueOf(request.get("body")).getBytes(StandardCharsets.UTF_8);
        http.setConnectTimeout(CONNECT_MILLIS_MAX);
        http.setReadTimeout(ANSWER_MILLIS_MAX);
        http.setInstanceFollowRedirects(false);
        http.setRequestMethod(String.valueOf(request.text("method")));
        http.setRequestProperty("Content-Type", "application/json");
        http.setRequestProperty("Accept", "application/json");
        var key = request.text("idempotencyKey");
        if (key != null) {
            http.setRequestProperty("Idempotency-Key", key);
        }
        caller.ifPresent(it -> http.setRequestProperty("Authorization", it.header()));
        // Not streamed: of a 401 to a streamed request this client does not give the body.
        http.setDoOutput(true);
        try (var out = http.getOutputStream()) {
            out.write(body);
        }
        int status = http.getResponseCode();
        var answer = read(status < 400 ? http.getInputStream() : http.getErrorStream());
        return new Answer(kind(status, answer), status, answer);
    }

    private static Kind kind(int status, String answer) {
        if (status >= 200 && status < 300) {
            // Another server may be glad about anything.
            return object(answer) == null ? Kind.NOT_NOW : Kind.DONE;
        }
        return switch (status) {
            case 409 -> code(answer).equals("RUN_ENDED") ? Kind.DONE : Kind.REFUSED;
            // Where it is not Orrery that does not know it, the address is wrong, and not the run.
            case 404 -> code(answer).isEmpty() ? Kind.NOT_NOW : Kind.REFUSED;
            case 400, 410, 413, 422 -> Kind.REFUSED;
            default -> Kind.NOT_NOW;
        };
    }

    /** The stable code of a refusal; empty where it has none. */
    private static String code(String answer) {
        var problem = object(answer);
        var code = problem == null ? null : problem.text("code");
        return code == null ? "" : code;
    }

    private static Json.@Nullable Obj object(String answer) {
        try {
            return Json.parse(answer) instanceof Json.Obj object ? object : null;
        } catch (MalformedJson _) {
            return null;
        }
    }

    private static String read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            return new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
