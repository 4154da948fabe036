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
 * @param start nominal times before it do not count
 * @param end nominal times after it do not count
 * @param jitterSeconds by how much a run may start after its nominal time, at most; how much is
 *     fixed by the schedule and the nominal time
 * @param catchUp what becomes of nominal times that were missed
 */
public record ScheduleDocument(
        String name,
        @Nullable Interval interval,
        @Nullable Cron cron,
        @Nullable Recurrence rrule,
        Json parameters,
        boolean active,
        @Nullable Instant start,
        @Nullable Instant end,
        int jitterSeconds,
        CatchUp catchUp) {

    /** One with an interval. */
    public ScheduleDocument(String name, Interval interval, Json parameters, boolean active) {
        this(name, interval, null, null, parameters, active);
    }

    /** One that has a rule and nothing more. */
    public ScheduleDocument(
            String name,
            @Nullable Interval interval,
            @Nullable Cron cron,
            @Nullable Recurrence rrule,
            Json parameters,
            boolean active) {
        this(name, interval, cron, rrule, parameters, active, null, null, 0, CatchUp.DEFAULT);
    }

    /**
     * Every so many seconds, counted from an anchor.
     *
     * @param seconds 1 or more
     * @param anchor a nominal time, past or future; without one, the Unix epoch, or with a time
     *     zone the start of 2020 there
     * @param timezone of the IANA database, by whose clock on the wall an interval of a day or more
     *     is counted; a shorter one, and any without a time zone, is elapsed time
     */
    public record Interval(long seconds, @Nullable Instant anchor, @Nullable String timezone) {

        /** One of elapsed time. */
        public Interval(long seconds, @Nullable Instant anchor) {
            this(seconds, anchor, null);
        }
    }

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
