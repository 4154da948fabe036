package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.calendar.CronRule;
import dev.orrery.commands.domain.calendar.LocalTimes;
import dev.orrery.commands.domain.calendar.RecurrenceRule;
import dev.orrery.commands.domain.calendar.Rule;
import dev.orrery.commands.domain.calendar.Timetable;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the rule of a schedule must be like. */
final class ScheduleRules {

    /** A sentence that says what to write instead; a library's may hold what the user wrote. */
    private static final int WHY_CHARACTERS_MAX = 250;

    private ScheduleRules() {}

    static void check(FirstWrong wrong, String field, ScheduleDocument schedule) {
        var interval = schedule.interval();
        var cron = schedule.cron();
        var rrule = schedule.rrule();
        long rules = Stream.of(interval, cron, rrule).filter(Objects::nonNull).count();
        wrong.require(
                rules == 1,
                ruleField(field, schedule),
                "A schedule has exactly one of interval, cron and rrule; this has " + rules + ".");
        if (interval != null) {
            checkInterval(wrong, field + "/interval", interval);
        }
        if (cron != null) {
            var at = field + "/cron";
            wrong.text(at + "/expression", cron.expression());
            checkZone(wrong, at + "/timezone", cron.timezone());
            understand(wrong, at + "/expression", () -> CronRule.of(cron));
        }
        if (rrule != null) {
            var at = field + "/rrule";
            wrong.text(at + "/rule", rrule.rule(), Limits.RULE_CHARACTERS_MAX);
            checkZone(wrong, at + "/timezone", rrule.timezone());
            checkTime(wrong, at + "/start", rrule.start());
            understand(wrong, at + "/rule", () -> RecurrenceRule.of(rrule));
        }
        checkBounds(wrong, field, schedule);
        wrong.require(
                schedule.jitterSeconds() >= 0
                        && schedule.jitterSeconds() <= Limits.JITTER_SECONDS_MAX,
                field + "/jitterSeconds",
                "A jitter has 0 seconds at least and a day at most.");
        checkCatchUp(wrong, field + "/catchUp", schedule.catchUp());
    }

    static void checkNext(FirstWrong wrong, String field, ScheduleDocument schedule, Instant now) {
        wrong.require(
                !schedule.active() || Timetable.of(schedule).next(now).isPresent(),
                isOver(schedule, now) ? field + "/end" : ruleField(field, schedule),
                isOver(schedule, now)
                        ? "Its end has passed; move it, take the schedule out, or make it inactive."
                        : "It has no next time within a hundred years, or none before its end.");
    }

    private static boolean isOver(ScheduleDocument schedule, Instant now) {
        return schedule.end() != null && !schedule.end().isAfter(now);
    }

    private static void checkBounds(FirstWrong wrong, String field, ScheduleDocument schedule) {
        var start = schedule.start();
        var end = schedule.end();
        checkTime(wrong, field + "/start", start);
        checkTime(wrong, field + "/end", end);
        wrong.require(
                start == null || end == null || !end.isBefore(start),
                field + "/end",
                "A schedule does not end before its start.");
    }

    private static void checkCatchUp(FirstWrong wrong, String field, CatchUp catchUp) {
        var window = catchUp.windowSeconds();
        wrong.require(
                window == null || (window >= 1 && window <= Limits.CATCH_UP_SECONDS_MAX),
                field + "/windowSeconds",
                "A window has 1 second at least and 3660 days at most; leave it out for none.");
        wrong.require(
                window == null || catchUp.policy() != CatchUpPolicy.NONE,
                field + "/windowSeconds",
                "With the policy none there is nothing to make up for; leave the window out.");
    }

    /** The last of its rules, which is one too many where there are several. */
    private static String ruleField(String field, ScheduleDocument schedule) {
        if (schedule.rrule() != null) {
            return field + "/rrule";
        }
        return schedule.cron() != null ? field + "/cron" : field + "/interval";
    }

    private static void understand(FirstWrong wrong, String field, Supplier<Rule> rule) {
        if (wrong.found().isEmpty()) {
            try {
                var _ = rule.get();
            } catch (IllegalArgumentException malformed) {
                var why =
                        FirstWrong.shown(
                                String.valueOf(malformed.getMessage()), WHY_CHARACTERS_MAX);
                wrong.require(false, field, "It can't be understood: " + why);
            }
        }
    }

    private static void checkZone(FirstWrong wrong, String field, @Nullable String zone) {
        try {
            var _ = LocalTimes.zone(zone);
        } catch (IllegalArgumentException unknown) {
            wrong.require(false, field, "There is no time zone of this name in the IANA database.");
        }
    }

    private static void checkInterval(
            FirstWrong wrong, String field, ScheduleDocument.Interval interval) {
        wrong.require(
                interval.seconds() >= 1 && interval.seconds() <= Limits.INTERVAL_SECONDS_MAX,
                field + "/seconds",
                "An interval has 1 second at least and 3660 days at most.");
        checkTime(wrong, field + "/anchor", interval.anchor());
        checkZone(wrong, field + "/timezone", interval.timezone());
    }

    static void checkTime(FirstWrong wrong, String field, @Nullable Instant time) {
        wrong.require(
                time == null || Math.abs(time.getEpochSecond()) <= Limits.ANCHOR_EPOCH_SECONDS_MAX,
                field,
                "A time lies between the years 1000 and 2939.");
    }
}
