package dev.orrery.schemas.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of a deployment. Exactly one of its rules is there.
 *
 * @param name unique in its deployment
 * @param interval a rule that says when
 * @param cron a rule that says when
 * @param rrule a rule that says when
 * @param parameters a JSON object, laid over the deployment's parameters
 * @param active whether it fires
 */
public record ScheduleDocument(
        String name,
        @Nullable Interval interval,
        @Nullable Cron cron,
        @Nullable Recurrence rrule,
        Json parameters,
        boolean active) {

    /** One with an interval. */
    public ScheduleDocument(String name, Interval interval, Json parameters, boolean active) {
        this(name, interval, null, null, parameters, active);
    }

    /**
     * Every so many seconds, counted from an anchor.
     *
     * @param seconds 1 or more
     * @param anchor a nominal time, past or future; without one, the Unix epoch
     */
    public record Interval(long seconds, @Nullable Instant anchor) {}

    /**
     * As the fields of a crontab say.
     *
     * @param expression five fields, or six with the seconds last
     * @param timezone of the IANA database; without one, UTC
     */
    public record Cron(String expression, @Nullable String timezone) {}

    /**
     * As iCalendar's recurrence rules say (RFC 5545).
     *
     * @param rule such as {@code FREQ=WEEKLY;BYDAY=MO}
     * @param timezone of the IANA database; without one, UTC
     * @param start the first time that can be, from which the rest is counted; without one, the
     *     start of 2020 in that zone
     */
    public record Recurrence(String rule, @Nullable String timezone, @Nullable Instant start) {}
}
