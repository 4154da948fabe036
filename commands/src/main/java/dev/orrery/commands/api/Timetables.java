package dev.orrery.commands.api;

import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.http.ApiProblem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Knows the nominal times of schedules, which these routes only ask for. */
@FunctionalInterface
public interface Timetables {

    /**
     * A nominal time.
     *
     * @param nominal when it is
     * @param latest when its run begins at the latest
     * @param local the nominal time by the clock on the wall of the schedule's zone
     */
    record Planned(Instant nominal, Instant latest, OffsetDateTime local) {}

    /**
     * The nominal times that follow a moment, as many as are asked for or as there are.
     *
     * @throws ApiProblem when the schedule is none; its field is below {@code /schedule}
     */
    List<Planned> next(ScheduleDocument schedule, Instant after, int count);
}
