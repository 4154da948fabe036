package dev.orrery.projections.peer;

import dev.orrery.schemas.id.Position;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One read that asks other nodes, and what it holds until it is answered. Where a partition is said
 * to be may be out of date, another process may have got the address, and a partition can move
 * while it is read: so an answer counts only if it is of our log, is about just the partitions that
 * were asked for, and says of each that it was read where the caller has been or later.
 */
public final class Asking implements AutoCloseable {

    private static final String POSITION = "Orrery-Position";
    private static final String WAIT = "Orrery-Wait";

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int TIMED_OUT = 504;

    /** What a client may write and an address may not have. */
    private static final String NOT_IN_ADDRESSES = " \"<>\\^`{|}[]";

    private final HttpClient client;
    private final String log;
    private final int generation;
    private final PeerLimits limits;
    private final Budget budget;
    private final Runnable whenClosed;

    Asking(
            HttpClient client,
            String log,
            int generation,
            PeerLimits limits,
            Budget budget,
            Runnable whenClosed) {
        this.client = client;
        this.log = log;
        this.generation = generation;
        this.limits = limits;
        this.budget = budget;
        this.whenClosed = whenClosed;
    }

    /**
     * Asks a node and waits for its answer.
     *
     * @throws PeerFailed when there is none that can be used
     */
    public PeerAnswer ask(NodeAddress node, PeerQuestion question)
            throws PeerFailed, InterruptedException {
        var response = send(node, question);
        var who = "node " + node;
        if (!response.headers().firstValue(PeerHeaders.LOG).filter(log::equals).isPresent()) {
            throw new PeerFailed("what is at " + node + " is no node of this cluster");
        }
        int status = response.statusCode();
        if (status == BAD_REQUEST) {
            return answer(response, new TreeMap<>());
        }
        if (!isAnswer(status)) {
            throw new PeerFailed(status == TIMED_OUT, who + " answered with status " + status);
        }
        var sequences = sequences(response);
        if (!sequences.keySet().equals(question.partitions())) {
            throw new PeerFailed(who + " answered about other partitions");
        }
        if (!isReached(question.position(), sequences)) {
            throw new PeerFailed(true, who + " answered from before " + question.position());
        }
        return answer(response, sequences);
    }

    private HttpResponse<byte[]> send(NodeAddress node, PeerQuestion question)
            throws PeerFailed, InterruptedException {
        var patience = question.patience().plus(limits.answerMax());
        var sent =
                client.sendAsync(
                        request(node, question, patience),
                        _ -> new LimitedBody(limits.bodyBytesMax(), budget));
        try {
            // The request's own time ends with the headers of the answer.
            return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new PeerFailed(silent(node, patience));
        } catch (ExecutionException failure) {
            throw new PeerFailed(
                    switch (failure.getCause()) {
                        case HttpConnectTimeoutException _ -> "node " + node + " can't be reached";
                        case HttpTimeoutException _ -> silent(node, patience);
                        case ConnectException _ -> "node " + node + " can't be reached";
                        case LimitedBody.TooLarge large ->
                                "node " + node + " answered with " + large.getMessage();
                        case IOException broken ->
                                "node " + node + " broke off (" + broken.getMessage() + ")";
                        case null, default -> throw new IllegalStateException(failure);
                    });
        } finally {
            var _ = sent.cancel(true);
        }
    }

    private static String silent(NodeAddress node, Duration patience) {
        return "node " + node + " gave no answer within " + patience.toMillis() + " ms";
    }

    private HttpRequest request(NodeAddress node, PeerQuestion question, Duration patience) {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + node + address(question.path())))
                        .timeout(patience)
                        .header(PeerHeaders.LOG, log)
                        .header(PeerHeaders.GENERATION, Integer.toString(generation))
                        .header(PeerHeaders.PARTITIONS, text(question))
                        .header(WAIT, Long.toString(seconds(question.patience())));
        question.headers().forEach(request::header);
        if (!question.position().sequences().isEmpty()) {
            request.header(POSITION, question.position().toString());
        }
        return request.GET().build();
    }

    private static String text(PeerQuestion question) {
        return question.partitions().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Rounded up: who waits a little too long is given up before that. */
    private static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }

    private static String address(String path) {
        var address = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            if (each <= 0x20 || each == 0x7F || NOT_IN_ADDRESSES.indexOf(each) >= 0) {
                address.append('%').append("%02X".formatted(each & 0xFF));
            } else {
                address.append((char) each);
            }
        }
        return address.toString();
    }

    private static boolean isAnswer(int status) {
        return status == OK
                || status == NOT_MODIFIED
                || (status >= BAD_REQUEST && status < SERVER_ERROR && status != TOO_MANY_REQUESTS);
    }

    private static boolean isReached(Position wanted, Map<Integer, Long> sequences) {
        return sequences.entrySet().stream()
                .allMatch(each ->
                        each.getValue() >= wanted.sequences().getOrDefault(each.getKey(), 0L));
    }

    private static SortedMap<Integer, Long> sequences(HttpResponse<byte[]> response) {
        try {
            return response.headers()
                    .firstValue(PeerHeaders.PARTITIONS)
                    .map(text -> Position.parse(text).sequences())
                    .orElseGet(TreeMap::new);
        } catch (IllegalArgumentException malformed) {
            return new TreeMap<>();
        }
    }

    private static PeerAnswer answer(
            HttpResponse<byte[]> response, SortedMap<Integer, Long> sequences) {
        return new PeerAnswer(
                response.statusCode(),
                response.headers(),
                response.body(),
                sequences,
                age(response));
    }

    private static @Nullable Integer age(HttpResponse<byte[]> response) {
        var text = response.headers().firstValue(PeerHeaders.AGE);
        try {
            return text.map(Integer::valueOf).orElse(null);
        } catch (NumberFormatException malformed) {
            return null;
        }
    }

    @Override
    public void close() {
        budget.close();
        whenClosed.run();
    }
}
