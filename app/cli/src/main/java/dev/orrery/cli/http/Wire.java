package dev.orrery.cli.http;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.flows.track.ApiKey;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests. By the JDK's old client, since the new one with its threads takes longer to come
 * up than many a command takes in all.
 *
 * @param address of the server, without a slash at its end
 * @param key of who asks, where there is one
 * @param age told of each answer
 */
record Wire(URI address, @Nullable ApiKey key, AgeNote age) {

    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int ANSWER_MILLIS_MAX = 40_000;

    /** Of an answer that may be as long as the log, between two pieces of it. */
    private static final int PIECE_MILLIS_MAX = 600_000;

    /** The largest artifact that a server can be set to take, and something around it. */
    private static final int ANSWER_BYTES_MAX = 130 << 20;

    /**
     * @throws Unanswered when it was sent and nothing came back
     * @throws Stop when it was not sent
     */
    Answer send(String method, String path, byte[] body, Map<String, String> headers)
            throws Unanswered {
        return answered(() -> {
            var connection = ask(method, path, body, headers, ANSWER_MILLIS_MAX);
            var answer = answer(connection);
            age.of(answer);
            return answer;
        });
    }

    /**
     * Gives what is no refusal to a reader as it comes, however much it is.
     *
     * @return the answer, without a body where the reader has had it
     * @throws Unanswered when it was sent and no answer began
     * @throws IOException when the answer was cut
     */
    Answer stream(String path, Api.Reader reader) throws IOException {
        var connection =
                answered(() -> {
                    var asked = ask("GET", path, new byte[0], Map.of(), PIECE_MILLIS_MAX);
                    asked.getResponseCode();
                    return asked;
                });
        if (connection.getResponseCode() / 100 != 2) {
            return answer(connection);
        }
        try (var in = connection.getInputStream()) {
            reader.read(in);
        }
        return new Answer(
                connection.getURL().toString(),
                connection.getResponseCode(),
                headers(connection),
                new byte[0]);
    }

    /** Something that is asked of the server. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T answered(Question<T> question) throws Unanswered {
        try {
            return question.ask();
        } catch (SocketTimeoutException late) {
            throw new Unanswered(
                    ExitCode.TIMED_OUT,
                    "The server at " + address + " gave no answer in time",
                    late);
        } catch (IOException lost) {
            throw new Unanswered(
                    ExitCode.UNREACHABLE,
                    "The server at " + address + " went away before it answered",
                    lost);
        }
    }

    private HttpURLConnection ask(
            String method, String path, byte[] body, Map<String, String> headers, int millisMax)
            throws IOException {
        var url = URI.create(address + path).toURL();
        if (!(url.openConnection() instanceof HttpURLConnection connection)) {
            throw new IllegalStateException("the address is not of HTTP: " + url);
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS_MAX);
        connection.setReadTimeout(millisMax);
        connection.setInstanceFollowRedirects(false);
        headers.forEach(connection::setRequestProperty);
        if (key != null) {
            connection.setRequestProperty("Authorization", key.header());
        }
        if (method.equals("PUT") || method.equals("POST")) {
            // Not streamed: of a 401 to a streamed request this client does not give the body.
            connection.setDoOutput(true);
        }
        connect(connection);
        if (connection.getDoOutput()) {
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        return connection;
    }

    /** One that can't be reached is not one that takes long to answer. */
    private void connect(HttpURLConnection connection) {
        try {
            connection.connect();
        } catch (IOException nobody) {
            throw Problems.unreachable(address.toString());
        }
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        var url = connection.getURL().toString();
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var body = in == null ? new byte[0] : in.readNBytes(ANSWER_BYTES_MAX + 1);
            if (body.length > ANSWER_BYTES_MAX) {
                throw new Stop(
                        ExitCode.FAILED,
                        "%s answers with more than %,d bytes, the most that is read."
                                .formatted(url, ANSWER_BYTES_MAX));
            }
            return new Answer(url, status, headers(connection), body);
        }
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        var headers = new HashMap<String, String>();
        for (int i = 0; connection.getHeaderField(i) != null; i++) {
            var name = connection.getHeaderFieldKey(i);
            // The status line is among them, without a name.
            if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), connection.getHeaderField(i));
            }
        }
        return headers;
    }
}
