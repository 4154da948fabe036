package dev.orrery.projections.api;

import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What every read has in common: it waits until the views are where the caller has been, and says
 * where they are.
 */
final class Reading {

    static final String POSITION = "Orrery-Position";
    static final String WAIT = "Orrery-Wait";

    private static final int WAIT_SECONDS = 5;
    private static final int WAIT_SECONDS_MAX = 30;

    private final ViewReader views;

    Reading(ViewReader views) {
        this.views = views;
    }

    Handler of(Consumer<Context> read) {
        return http -> {
            var position = position(http);
            if (position == null) {
                answer(http, read);
                return;
            }
            int waitSeconds = waitSeconds(http);
            var reached = reached(position, waitSeconds);
            if (reached.isDone() && !reached.isCompletedExceptionally()) {
                answer(http, read);
                return;
            }
            http.future(() ->
                    reached.handle((_, late) -> {
                        if (late != null) {
                            throw late(position, waitSeconds);
                        }
                        answer(http, read);
                        return null;
                    }));
        };
    }

    /** The position is taken before the read, so the answer is at least as new as it says. */
    private void answer(Context http, Consumer<Context> read) {
        var position = views.position().toString();
        if (!position.isEmpty()) {
            http.header(POSITION, position);
        }
        read.accept(http);
    }

    private CompletableFuture<Void> reached(Position position, int waitSeconds) {
        try {
            return views.reached(position, Duration.ofSeconds(waitSeconds));
        } catch (IllegalArgumentException unknown) {
            throw new ApiProblem(Refusal.INVALID_REQUEST, sentence(unknown), POSITION);
        }
    }

    private static ApiProblem late(Position position, int waitSeconds) {
        return new ApiProblem(
                Refusal.TIMED_OUT,
                "The views did not come to " + position + " within " + waitSeconds + " s");
    }

    private static @Nullable Position position(Context http) {
        var header = http.header(POSITION);
        var text = header == null ? http.queryParam(Query.POSITION) : header;
        if (text == null) {
            return null;
        }
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ApiProblem(Refusal.INVALID_REQUEST, sentence(malformed), POSITION);
        }
    }

    private static int waitSeconds(Context http) {
        var text = http.header(WAIT);
        if (text == null) {
            return WAIT_SECONDS;
        }
        return Query.number(text, WAIT, 0, WAIT_SECONDS_MAX);
    }

    private static String sentence(IllegalArgumentException wrong) {
        return "The position is not one of this log: " + wrong.getMessage();
    }
}
