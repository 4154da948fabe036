package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How many runs of a deployment may be ready or held by a runner at once.
 *
 * @param limit 1 or more
 * @param collision what becomes of a run that finds no room
 */
public record Concurrency(int limit, Collision collision) {

    /** What becomes of a run that finds no room. */
    public enum Collision {
        /** It waits for a slot: by priority, then by its time. */
        @JsonProperty("queue")
        QUEUE,
        /** It does not run. */
        @JsonProperty("skip")
        SKIP,
        /** It waits, and the oldest of those that have a slot are cancelled to make room. */
        @JsonProperty("cancel-running")
        CANCEL_RUNNING
    }

    @JsonCreator
    static Concurrency of(
            @JsonProperty("limit") @Nullable Integer limit,
            @JsonProperty("collision") @Nullable Collision collision) {
        if (limit == null) {
            throw new IllegalArgumentException("A concurrency needs its 'limit'.");
        }
        return new Concurrency(limit, collision == null ? Collision.QUEUE : collision);
    }
}
