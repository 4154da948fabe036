package dev.orrery.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A verification of the log, its states and its views by the server that serves them. */
final class VerifiedViews {

    private static final String PATH = "/v1/audit/verifications";
    private static final long LOOK_MILLIS = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private VerifiedViews() {}

    static void measure(String address, Book book) throws IOException, InterruptedException {
        try (var line = HttpLine.open(address)) {
            long start = System.nanoTime();
            var job = read(line, HttpRequest.post(PATH, "{\"views\":true}"));
            var path = PATH + "/" + job.get("id").asText();
            var state = read(line, HttpRequest.get(path));
            while (state.get("state").asText().equals("RUNNING")) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                state = read(line, HttpRequest.get(path));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!state.get("state").asText().equals("VERIFIED")) {
                throw new IllegalStateException("the views are not what they must be: " + state);
            }
            book.add(
                    "log, states and views verified",
                    state.get("events").asLong() / seconds,
                    Unit.PER_SECOND,
                    Target.atLeast(30_000));
        }
    }

    private static JsonNode read(HttpLine line, byte[] request) throws IOException {
        return MAPPER.readTree(line.ask(request).requireGood().body());
    }
}
