package dev.orrery.server.edge;

import dev.orrery.schemas.reply.Refusal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before any route sees it: an address with a NUL, headers without end,
 * and everything new while the server stops. Jetty's own answer would be a page of HTML.
 */
final class UnreadableRequests implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // Jetty ends some of these connections, and a client that is not told asks there again.
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        if (response.getStatus() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            Problem.of(Refusal.NOT_READY, "The server is stopping.", null)
                    .writeTo(response, callback);
        } else {
            Problem.of(
                            "REFUSED",
                            "The request was refused",
                            response.getStatus(),
                            response.getStatus() < 500
                                    ? "It can't be read; check its address and its headers."
                                    : "The server could not answer it; ask again in a moment.",
                            null)
                    .writeTo(response, callback);
        }
        return true;
    }
}
