package dev.orrery.schemas.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of a deployment.
 *
 * @param name unique in its deployment
 * @param interval the rule that says when
 * @param parameters a JSON object, laid over the deployment's parameters
 * @param active whether it fires
 */
public record ScheduleDocument(String name, Interval interval, Json parameters, boolean active) {

    /**
     * Every so many seconds, counted from an anchor.
     *
     * @param seconds 1 or more
     * @param anchor a nominal time, past or future; without one, the Unix epoch
     */
    public record Interval(long seconds, @Nullable Instant anchor) {}
}
