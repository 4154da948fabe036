package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of a deployment.
 *
 * @param id its id
 * @param name unique in its deployment
 * @param interval a rule that says when; exactly one of the rules is there
 * @param cron a rule that says when
 * @param rrule a rule that says when
 * @param parameters a JSON object, laid over the deployment's parameters
 * @param active whether it fires
 * @param start nominal times before it do not count
 * @param end nominal times after it do not count
 * @param jitterSeconds by how much a run may start after its nominal time, at most
 * @param catchUp what becomes of nominal times that were missed
 * @param next the nominal time that fires next; nothing while it waits for none
 * @param lastSkipped the nominal times that passed last with no run, where there were some
 */
public record ScheduleView(
        UUID id,
        String name,
        ScheduleDocument.@Nullable Interval interval,
        ScheduleDocument.@Nullable Cron cron,
        ScheduleDocument.@Nullable Recurrence rrule,
        Json parameters,
        boolean active,
        @Nullable Instant start,
        @Nullable Instant end,
        int jitterSeconds,
        CatchUp catchUp,
        @Nullable Instant next,
        @Nullable Skipped lastSkipped) {

    /**
     * Nominal times, one after another, that passed with no run.
     *
     * @param first the first of them
     * @param last the last of them
     * @param count how many, from 1
     * @param reason why, as a sentence
     * @param at when that was decided
     */
    public record Skipped(Instant first, Instant last, long count, String reason, Instant at) {}

    /** One that a document has; it goes on where it was there before. */
    static ScheduleView of(UUID id, ScheduleDocument document, @Nullable ScheduleView before) {
        return at(id, document, before == null ? ScheduleMoment.NONE : before.moment());
    }

    /** One that a document has, at a moment. */
    public static ScheduleView at(UUID id, ScheduleDocument document, ScheduleMoment moment) {
        return new ScheduleView(
                id,
                document.name(),
                document.interval(),
                document.cron(),
                document.rrule(),
                document.parameters(),
                document.active(),
                document.start(),
                document.end(),
                document.jitterSeconds(),
                document.catchUp(),
                moment.next(),
                moment.lastSkipped());
    }

    ScheduleMoment moment() {
        return new ScheduleMoment(next, lastSkipped);
    }

    ScheduleView next(@Nullable Instant newNext) {
        return with(newNext, lastSkipped);
    }

    ScheduleView skipped(Skipped times, Instant newNext) {
        return with(newNext, times);
    }

    private ScheduleView with(@Nullable Instant newNext, @Nullable Skipped newLastSkipped) {
        return new ScheduleView(
                id,
                name,
                interval,
                cron,
                rrule,
                parameters,
                active,
                start,
                end,
                jitterSeconds,
                catchUp,
                newNext,
                newLastSkipped);
    }
}
