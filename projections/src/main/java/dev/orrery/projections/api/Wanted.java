package dev.orrery.projections.api;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.Standing;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller has been and how long it waits for the views to get there.
 *
 * @param position that what is read must have reached; the beginning where none was named
 * @param waitSeconds how long the caller waits
 * @param deadlineNanos until when, on the clock of {@link System#nanoTime}
 */
record Wanted(Position position, int waitSeconds, long deadlineNanos) {

    static final String POSITION = "Orrery-Position";
    static final String WAIT = "Orrery-Wait";

    /** Of who has been nowhere, and waits for nothing. */
    static final Wanted NOTHING = new Wanted(Position.START, 0, System.nanoTime());

    private static final int WAIT_SECONDS = 5;
    private static final int WAIT_SECONDS_MAX = 30;

    /** A partition may move away while it is waited for, and is then looked for elsewhere. */
    private static final long LOOK_EVERY_MILLIS = 200;

    static Wanted of(Context http, int partitionCount) {
        var position = position(http);
        if (position == null) {
            return NOTHING;
        }
        var sequences = position.sequences();
        if (sequences.lastKey() >= partitionCount) {
            throw wrong("the log has the partitions 0 to " + (partitionCount - 1));
        }
        int waitSeconds = waitSeconds(http);
        return new Wanted(
                position, waitSeconds, System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds));
    }

    /** The same, and nowhere from before a position that the caller may have seen. */
    Wanted atLeast(Position floor) {
        if (floor.sequences().isEmpty()) {
            return this;
        }
        var highest = new TreeMap<>(position.sequences());
        floor.sequences().forEach((each, sequence) -> highest.merge(each, sequence, Math::max));
        var wanted = new Position(highest);
        return isNothing()
                ? new Wanted(
                        wanted,
                        WAIT_SECONDS,
                        System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS))
                : new Wanted(wanted, waitSeconds, deadlineNanos);
    }

    boolean isNothing() {
        return position.sequences().isEmpty();
    }

    /** How long the caller still waits; nothing where it does not. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    /**
     * Waits until a partition is where the caller has been.
     *
     * @return where it is
     * @throws Elsewhere when it is not here, or moves away
     * @throws ApiProblem when it does not get there in time
     */
    Standing await(ViewReader views, int partition) {
        long least = position.sequences().getOrDefault(partition, 0L);
        while (true) {
            var standing = views.standing(partition);
            if (standing.sequence() >= least) {
                return standing;
            }
            long millis = Math.min(left().toMillis(), LOOK_EVERY_MILLIS);
            if (millis == 0) {
                throw late();
            }
            lookAgain(views, Position.of(partition, least), Duration.ofMillis(millis));
        }
    }

    private static void lookAgain(ViewReader views, Position position, Duration patience) {
        try {
            views.reached(position, patience).get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TimeoutException)) {
                throw new IllegalStateException("waiting can only end in vain", failure);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ApiProblem(Refusal.NOT_READY, "The server stops; ask another one");
        }
    }

    ApiProblem late() {
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
            throw wrong(String.valueOf(malformed.getMessage()));
        }
    }

    private static ApiProblem wrong(String why) {
        return new ApiProblem(
                Refusal.INVALID_REQUEST, "The position is not one of this log: " + why, POSITION);
    }

    private static int waitSeconds(Context http) {
        var text = http.header(WAIT);
        return text == null ? WAIT_SECONDS : Query.number(text, WAIT, 0, WAIT_SECONDS_MAX);
    }
}
