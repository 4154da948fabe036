package dev.orrery.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 wants it, with the stable code that programs look at.
 *
 * @param type an address for the kind of problem
 * @param title what the code means
 * @param status the HTTP status
 * @param code stable
 * @param detail what was wrong this time and what to do
 * @param field what was wrong: a header, a query parameter, or a JSON pointer into the body
 * @param errors each field that was wrong, where several can be
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        @Nullable String field,
        List<Wrong> errors) {

    /**
     * One of several fields that are wrong.
     *
     * @param pointer a JSON pointer into the body
     * @param detail what was wrong and what to do
     */
    record Wrong(String pointer, String detail) {}

    static final String CONTENT_TYPE = "application/problem+json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Problem of(ApiProblem problem) {
        var refusal = problem.refusal();
        return new Problem(
                type(refusal.name()),
                refusal.title(),
                refusal.status(),
                refusal.name(),
                problem.message(),
                problem.field(),
                problem.errors().stream()
                        .map(error -> new Wrong(error.field(), error.message()))
                        .toList());
    }

    static Problem of(Refusal refusal, @Nullable String detail, @Nullable String field) {
        return of(refusal.name(), refusal.title(), refusal.status(), detail, field);
    }

    static Problem bodyTooLarge(int bodyBytesMax) {
        return of(
                "BODY_TOO_LARGE",
                "The body is too large",
                413,
                "It has more than " + bodyBytesMax + " bytes; pass large data by reference.",
                null);
    }

    /** What Javalin itself refuses: no such route, another method. */
    static Problem of(HttpResponseException refused) {
        int status = refused.getStatus();
        return switch (status) {
            case 404 -> of(Refusal.NOT_FOUND, "There is nothing at this address.", null);
            case 405 ->
                    of("METHOD_NOT_ALLOWED", "The address takes other methods", status, null, null);
            default -> of("REFUSED", "The request was refused", status, refused.getMessage(), null);
        };
    }

    static Problem of(
            String code,
            String title,
            int status,
            @Nullable String detail,
            @Nullable String field) {
        return new Problem(type(code), title, status, code, detail, field, List.of());
    }

    private static String type(String code) {
        return "urn:orrery:problem:" + code;
    }

    /** To a request that reaches no route. */
    void writeTo(Response response, Callback callback) {
        try {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
            Content.Sink.write(response, true, MAPPER.writeValueAsString(this), callback);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers can be written", impossible);
        }
    }

    void writeTo(Context http) {
        http.status(status).json(this).contentType(CONTENT_TYPE);
    }
}
