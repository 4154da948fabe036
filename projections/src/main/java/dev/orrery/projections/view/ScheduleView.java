package dev.orrery.projections.view;

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
 * @param next the nominal time that fires next; nothing while it waits for none
 */
public record ScheduleView(
        UUID id,
        String name,
        ScheduleDocument.@Nullable Interval interval,
        ScheduleDocument.@Nullable Cron cron,
        ScheduleDocument.@Nullable Recurrence rrule,
        Json parameters,
        boolean active,
        @Nullable Instant next) {

    static ScheduleView of(UUID id, ScheduleDocument document, @Nullable Instant next) {
        return new ScheduleView(
                id,
                document.name(),
                document.interval(),
                document.cron(),
                document.rrule(),
                document.parameters(),
                document.active(),
                next);
    }

    ScheduleView next(@Nullable Instant newNext) {
        return new ScheduleView(id, name, interval, cron, rrule, parameters, active, newNext);
    }
}
