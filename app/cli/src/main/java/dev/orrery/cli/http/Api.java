package dev.orrery.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.flows.track.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server. Reads see what this client wrote, since positions are passed on. */
public final class Api {

    private static final int NOT_FOUND = 404;
    private static final int TRIES_MAX = 5;
    private static final int PAUSE_SECONDS_MAX = 5;
    private static final int PAGE = 200;
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);
    private static final byte[] NOTHING = {};
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String POSITION = "Orrery-Position";

    /** How long whoever follows something waits for a server that is away. */
    private static final Duration AWAY_MAX = Duration.ofSeconds(60);

    private final Wire wire;
    private final Patience patience;
    private final Errand errand;
    private volatile @Nullable String position;

    private Api(Wire wire, Patience patience, Errand errand) {
        this.wire = wire;
        this.patience = patience;
        this.errand = errand;
    }

    /**
     * @param say to the person what is worth knowing of the answers
     * @throws Stop when it is no address
     */
    static Api at(String address, @Nullable ApiKey key, Errand errand, Consumer<String> say) {
        var wire = new Wire(address(address), key, new AgeNote(say));
        return new Api(wire, Patience.NONE, errand);
    }

    private static URI address(String text) {
        try {
            var uri = URI.create(text.strip().replaceFirst("/+$", ""));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Falls through to the same answer.
        }
        throw Stop.usage(
                "'" + text + "' is no address of a server; it looks like http://localhost:4200.");
    }

    /**
     * The same, for who follows something: reads wait a while for the server to come back.
     *
     * @param say told when the server is away
     * @param patience how long at all, where that is less
     */
    public Api following(Consumer<String> say, @Nullable Duration patience) {
        var most = patience == null || patience.compareTo(AWAY_MAX) > 0 ? AWAY_MAX : patience;
        var api = new Api(wire, new Patience(most, say), errand);
        api.position = position;
        return api;
    }

    public String address() {
        return wire.address().toString();
    }

    public JsonNode get(String path) {
        return patience.of(() -> json(raw(path)));
    }

    /** The answer whatever it is, for who knows what to make of each. */
    public Answer raw(String path) {
        var answer = look("GET", path, NOTHING, Map.of());
        long asked = System.nanoTime();
        while (answer.status() == NOT_FOUND
                && JustMade.isNamedBy(path, Instant.now())
                && System.nanoTime() - asked < JustMade.SHOWN_AFTER_MAX.toNanos()) {
            sleep(LOOK_AGAIN_AFTER);
            answer = look("GET", path, NOTHING, Map.of());
        }
        return answer;
    }

    /** Asks about what is in the body; nothing is done. */
    public JsonNode consult(String method, String path, JsonNode body) {
        return json(look(method, path, bytes(body), JSON));
    }

    /** Does something, once: asked again with the same key, it is the same command. */
    public JsonNode write(String method, String path, @Nullable JsonNode body) {
        return written(once(method, path, body));
    }

    /** As {@link #write}, but nothing where it is refused with this code. */
    public Optional<JsonNode> writeUnless(
            String code, String method, String path, @Nullable JsonNode body) {
        var answer = once(method, path, body);
        return Problems.code(answer).equals(code) ? Optional.empty() : Optional.of(written(answer));
    }

    private Answer once(String method, String path, @Nullable JsonNode body) {
        var headers = errand.headers();
        if (body != null) {
            headers.putAll(JSON);
        }
        try {
            var answer = ask(method, path, body == null ? NOTHING : bytes(body), headers);
            if (Problems.isUnknown(answer)) {
                throw Problems.stop(answer).and("To be safe " + errand.again());
            }
            return answer;
        } catch (Unanswered lost) {
            throw new Stop(lost.exitCode(), lost.what() + "; " + errand.again());
        }
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode written(Answer answer) {
        var json = json(answer);
        answer.header(POSITION).ifPresent(reached -> position = reached);
        return json;
    }

    public boolean exists(String path) {
        var answer = look("HEAD", path, NOTHING, Map.of());
        if (answer.status() != NOT_FOUND) {
            Problems.check(answer);
        }
        return answer.status() != NOT_FOUND;
    }

    public void upload(String path, byte[] content, String type) {
        Problems.check(look("PUT", path, content, Map.of("Content-Type", type)));
    }

    /** Nothing when there is none. */
    public Optional<byte[]> download(String path) {
        var answer = raw(path);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        Problems.check(answer);
        return Optional.of(answer.bytes());
    }

    /** Reads an answer as it comes. */
    @FunctionalInterface
    public interface Reader {
        void read(InputStream in) throws IOException;
    }

    /**
     * Gives a reader an answer as it comes, of any length.
     *
     * @throws IOException when it was cut
     */
    public void stream(String path, Reader reader) throws IOException {
        try {
            Problems.check(askAgain(() -> wire.stream(path, reader)));
        } catch (Unanswered lost) {
            throw Problems.unreachable(address());
        }
    }

    /**
     * The items of a list, page after page.
     *
     * @param path with its query
     * @param limit how many at most
     */
    public Found list(String path, int limit) {
        var items = new ArrayList<JsonNode>();
        var more = path.contains("?") ? "&" : "?";
        // One more than is wanted: a cursor alone does not say that anything follows.
        long wanted = limit + 1L;
        var cursor = "";
        do {
            long size = Math.min(PAGE, wanted - items.size());
            var page = get(path + more + "limit=" + size + cursor);
            page.path("items").forEach(items::add);
            var next = Json.text(page, "/next");
            cursor = next.isEmpty() ? "" : "&cursor=" + encode(next);
        } while (!cursor.isEmpty() && items.size() < wanted);
        boolean isMore = items.size() > limit;
        return new Found(isMore ? items.subList(0, limit) : items, isMore);
    }

    /**
     * Items of a list.
     *
     * @param more whether there are others
     */
    public record Found(List<JsonNode> items, boolean more) {}

    public static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(Answer answer) {
        Problems.check(answer);
        try {
            var json = Json.read(answer.text());
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (IllegalArgumentException foreign) {
            // Falls through to the same answer.
        }
        throw new Stop(
                ExitCode.UNREACHABLE,
                answer.address() + " answers, but not as Orrery does; check --api.");
    }

    /** Of what does nothing: whoever asks may ask again. */
    private Answer look(String method, String path, byte[] body, Map<String, String> given) {
        try {
            return ask(method, path, body, given);
        } catch (Unanswered lost) {
            throw lost.exitCode() == ExitCode.UNREACHABLE
                    ? Problems.unreachable(address())
                    : new Stop(lost.exitCode(), lost.what() + "; ask again.");
        }
    }

    /** Also again, with the same key, where the server says that it may fare better. */
    private Answer ask(String method, String path, byte[] body, Map<String, String> given)
            throws Unanswered {
        var headers = new LinkedHashMap<>(given);
        var reached = position;
        if (reached != null && method.equals("GET")) {
            headers.put(POSITION, reached);
        }
        return askAgain(() -> wire.send(method, path, body, headers));
    }

    private static <F extends IOException> Answer askAgain(Question<F> question) throws F {
        var answer = question.ask();
        for (int tries = 1; tries < TRIES_MAX && isPassing(answer); tries++) {
            pause(answer);
            answer = question.ask();
        }
        return answer;
    }

    @FunctionalInterface
    private interface Question<F extends IOException> {
        Answer ask() throws F;
    }

    private static boolean isPassing(Answer answer) {
        return (answer.status() == 429 || answer.status() == 503)
                && answer.header("Retry-After").isPresent();
    }

    private static void pause(Answer answer) {
        try {
            long seconds = Long.parseLong(answer.header("Retry-After").orElse("1"));
            sleep(Duration.ofSeconds(Math.clamp(seconds, 0, PAUSE_SECONDS_MAX)));
        } catch (NumberFormatException date) {
            // It may be a date; the next try will show.
        }
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }
}
