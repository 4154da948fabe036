package dev.orrery.verify.server;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a server proves of itself.
 *
 * @param http to begin with
 */
public record Proving(Http http) {

    private static final String PATH = "/v1/audit/verifications";
    private static final Duration END_MAX = Duration.ofMinutes(3);

    /** The places of what the server says of its log now. */
    public JsonNode places() {
        return http.get("/v1/audit/checkpoint").is(200).json().path("places");
    }

    /** Verifies all, the views too, and that the log has what it had at some places. */
    public Answer views(JsonNode expected) {
        return begin(expected, http);
    }

    /**
     * The same, and another node is asked how far it is.
     *
     * @param other of the same cluster
     */
    public Answer viewsAsking(Http other) {
        return begin(JsonNodeFactory.instance.arrayNode(), other);
    }

    private Answer begin(JsonNode expected, Http asked) {
        var body = JsonNodeFactory.instance.objectNode().put("views", true);
        body.set("expect", expected);
        var begun = http.post(PATH, body.toString()).is(202);
        var last = new AtomicReference<Answer>();
        await("the end of a verification")
                .atMost(END_MAX)
                .until(() -> {
                    var now = asked.get(begun.header("Location"));
                    last.set(now);
                    return now.status() == 200 && !now.at("/state").equals("RUNNING");
                });
        return last.get();
    }
}
