package dev.orrery.server.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.schemas.reply.Refusal;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers for the routes as long as what they need is being started. The port is bound before
 * anything else, so somebody may ask that early; and while it is closed no request looks at the
 * routes, so that they can be added.
 */
final class Gate extends Handler.Wrapper {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int OK = 200;
    private static final int RETRY_SECONDS = 1;

    private volatile boolean open;

    /**
     * @param next what is behind it
     */
    Gate(Handler next) {
        super(next);
    }

    void open() {
        open = true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (open) {
            return super.handle(request, response, callback);
        }
        switch (Request.getPathInContext(request)) {
            case "/livez" -> write(response, callback, OK, Health.live());
            case "/readyz" -> {
                var body = Map.of("ready", false, "parts", Map.of());
                response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
                write(response, callback, Refusal.NOT_READY.status(), body);
            }
            default -> {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
                Problem.of(Refusal.NOT_READY, "It is starting; ask again soon.", null)
                        .writeTo(response, callback);
            }
        }
        return true;
    }

    private static void write(Response response, Callback callback, int status, Object body)
            throws JsonProcessingException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, MAPPER.writeValueAsString(body), callback);
    }
}
