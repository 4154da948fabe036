package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.calendar.LocalTimes;
import dev.orrery.commands.domain.calendar.Timetable;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The nominal times that a schedule is going to have, of one that nobody need have made. */
public sealed interface Preview {

    /**
     * @param times in order; fewer than were asked for where the schedule ends
     */
    record Times(List<Time> times) implements Preview {}

    /**
     * @param rejection what is wrong with the schedule, its field below {@code /schedule}
     */
    record Refused(Rejected rejection) implements Preview {}

    /**
     * A nominal time.
     *
     * @param nominal when it is
     * @param latest when its run begins at the latest, by the jitter
     * @param local the nominal time by the clock on the wall of the schedule's zone
     */
    record Time(Instant nominal, Instant latest, OffsetDateTime local) {}

    /**
     * @param after those that follow this moment
     * @param count how many
     */
    static Preview of(ScheduleDocument schedule, Instant after, int count) {
        var wrong = new FirstWrong();
        ScheduleRules.check(wrong, "/schedule", schedule);
        ScheduleRules.checkTime(wrong, "/after", after);
        var found = wrong.found();
        return found.isPresent()
                ? new Refused(found.get())
                : new Times(times(schedule, after, count));
    }

    private static List<Time> times(ScheduleDocument schedule, Instant after, int count) {
        var timetable = Timetable.of(schedule);
        var zone = zone(schedule);
        return timetable
                .times(after)
                .limit(count)
                .map(nominal ->
                        new Time(
                                nominal,
                                nominal.plusSeconds(schedule.jitterSeconds()),
                                nominal.atZone(zone).toOffsetDateTime()))
                .toList();
    }

    private static ZoneId zone(ScheduleDocument schedule) {
        if (schedule.cron() != null) {
            return LocalTimes.zone(schedule.cron().timezone());
        }
        if (schedule.rrule() != null) {
            return LocalTimes.zone(schedule.rrule().timezone());
        }
        return schedule.interval() != null
                ? LocalTimes.zone(schedule.interval().timezone())
                : ZoneOffset.UTC;
    }
}
