package dev.orrery.server.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        @Nullable String field) {

    static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(Refusal refusal, @Nullable String detail, @Nullable String field) {
        return of(refusal.name(), refusal.title(), refusal.status(), detail, field);
    }

    /** What Javalin itself refuses: no such route, a body too large. */
    static Problem of(HttpResponseException refused) {
        int status = refused.getStatus();
        return switch (status) {
            case 404 -> of(Refusal.NOT_FOUND, "There is nothing at this address.", null);
            case 405 ->
                    of("METHOD_NOT_ALLOWED", "The address takes other methods", status, null, null);
            case 413 ->
                    of(
                            "BODY_TOO_LARGE",
                            "The body is larger than 1 MiB",
                            status,
                            "Pass large data by reference.",
                            null);
            default -> of("REFUSED", "The request was refused", status, refused.getMessage(), null);
        };
    }

    static Problem of(
            String code,
            String title,
            int status,
            @Nullable String detail,
            @Nullable String field) {
        return new Problem("urn:orrery:problem:" + code, title, status, code, detail, field);
    }

    void writeTo(Context http) {
        http.status(status).json(this).contentType(CONTENT_TYPE);
    }
}
