package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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

    /** What no repetition mends: the request itself is wrong. */
    private static final Set<Integer> REFUSED = Set.of(400, 409, 413, 422);

    /** What became of a request. */
    enum Answer {
        DONE,
        REFUSED,
        NOT_NOW,
        UNREACHED
    }

    private final String base;
    private volatile String said = "";

    /**
     * @param base such as {@code http://localhost:4200}
     */
    Api(String base) {
        this.base = base.replaceAll("/+$", "");
    }

    String base() {
        return base;
    }

    /** What the server said last, or why it could not be reached. */
    String said() {
        return said;
    }

    /** Sends a line of a journal; never throws, since a bad address is no server either. */
    Answer send(Json.Obj request) {
        try {
            return exchangeOrAgain(request);
        } catch (IOException | URISyntaxException | IllegalArgumentException failure) {
            said = failure.toString();
            return Answer.UNREACHED;
        }
    }

    /**
     * A kept connection may have been closed meanwhile. The request may have been heard; that does
     * no harm, because a repetition of it changes nothing.
     */
    private Answer exchangeOrAgain(Json.Obj request) throws IOException, URISyntaxException {
        try {
            return exchange(request);
        } catch (ConnectException nobody) {
            throw nobody;
        } catch (SocketException closed) {
            return exchange(request);
        }
    }

    private Answer exchange(Json.Obj request) throws IOException, URISyntaxException {
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
        http.setDoOutput(true);
        http.setFixedLengthStreamingMode(body.length);
        try (var out = http.getOutputStream()) {
            out.write(body);
        }
        int status = http.getResponseCode();
        var answer = read(status < 400 ? http.getInputStream() : http.getErrorStream());
        boolean isDone = status >= 200 && status < 300;
        if (isDone || (status == 409 && saysEnded(answer))) {
            return Answer.DONE;
        }
        said = status + " " + answer;
        return REFUSED.contains(status) ? Answer.REFUSED : Answer.NOT_NOW;
    }

    private static boolean saysEnded(String answer) {
        try {
            return Json.parse(answer) instanceof Json.Obj problem
                    && "RUN_ENDED".equals(problem.text("code"));
        } catch (IllegalArgumentException _) {
            return false;
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
