package dev.orrery.server.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before any route sees it: an address with a NUL, headers without end.
 * Jetty's own answer would be a page of HTML.
 */
final class UnreadableRequests implements Request.Handler {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws JsonProcessingException {
        var problem =
                Problem.of(
                        "REFUSED",
                        "The request was refused",
                        response.getStatus(),
                        response.getStatus() < 500
                                ? "It can't be read; check its address and its headers."
                                : "The server could not answer it; ask again in a moment.",
                        null);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        Content.Sink.write(response, true, MAPPER.writeValueAsString(problem), callback);
        return true;
    }
}
