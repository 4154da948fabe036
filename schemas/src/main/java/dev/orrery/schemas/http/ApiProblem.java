package dev.orrery.schemas.http;

import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.FieldError;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route's "no", on its way to the edge, which answers with the status of its refusal and a body
 * of problem+json. An exception because it leaves the route from any depth; it has no stack trace
 * because it is an answer and not a fault.
 */
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final Set<Refusal> PASSING =
            EnumSet.of(
                    Refusal.NOT_READY,
                    Refusal.PEER_FAILED,
                    Refusal.TIMED_OUT,
                    Refusal.TOO_MANY_REQUESTS,
                    Refusal.VERIFICATION_UNDER_WAY);

    private final Refusal refusal;
    private final @Nullable String field;
    private final transient List<FieldError> errors;

    /**
     * @param message what was wrong and what to do, as a sentence for people
     */
    public ApiProblem(Refusal refusal, String message) {
        this(refusal, message, null);
    }

    /**
     * @param message what was wrong and what to do, as a sentence for people
     * @param field what was wrong: the name of a header or query parameter, or a JSON pointer into
     *     the body
     */
    public ApiProblem(Refusal refusal, String message, @Nullable String field) {
        this(refusal, message, field, List.of());
    }

    /**
     * @param message what was wrong and what to do, as a sentence for people
     * @param field the first thing that was wrong
     * @param errors each field that was wrong, where several can be
     */
    public ApiProblem(
            Refusal refusal, String message, @Nullable String field, List<FieldError> errors) {
        super(message, null, false, false);
        this.refusal = refusal;
        this.field = field;
        this.errors = List.copyOf(errors);
    }

    public Refusal refusal() {
        return refusal;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public @Nullable String field() {
        return field;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** After how many seconds the same request may fare better, or null when it never will. */
    public @Nullable Integer retryAfterSeconds() {
        return PASSING.contains(refusal) ? 1 : null;
    }
}
