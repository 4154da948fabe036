package dev.orrery.commands.domain.deployment;

import static com.cronutils.model.definition.CronDefinitionBuilder.defineCron;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nominal times of a crontab's line, by the clock on the wall of a time zone.
 *
 * @param expression five fields, or six with the seconds last, or a name such as {@code @daily}
 * @param zone whose clock
 */
record CronRule(String expression, ZoneId zone) implements Rule {

    private static final Map<String, String> NAMED =
            Map.of(
                    "@hourly", "0 * * * *",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@weekly", "0 0 * * 0",
                    "@monthly", "0 0 1 * *",
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *");

    private static final int FIELDS = 5;
    private static final int HOUR = 1;

    /** No question mark, which stands for a star: a day then fits by either of its two fields. */
    private static final CronDefinition DEFINITION =
            defineCron()
                    .withSeconds()
                    .withValidRange(0, 59)
                    .and()
                    .withMinutes()
                    .withValidRange(0, 59)
                    .and()
                    .withHours()
                    .withValidRange(0, 23)
                    .and()
                    .withDayOfMonth()
                    .withValidRange(1, 31)
                    .supportsL()
                    .supportsW()
                    .supportsLW()
                    .and()
                    .withMonth()
                    .withValidRange(1, 12)
                    .and()
                    .withDayOfWeek()
                    .withValidRange(0, 7)
                    .withMondayDoWValue(1)
                    .withIntMapping(7, 0)
                    .supportsHash()
                    .supportsL()
                    .and()
                    .instance();

    /**
     * @throws IllegalArgumentException when it can't be understood; says why
     */
    static CronRule of(ScheduleDocument.Cron cron) {
        var rule = new CronRule(cron.expression(), LocalTimes.zone(cron.timezone()));
        var _ = rule.times();
        return rule;
    }

    @Override
    public Optional<Instant> next(Instant moment) {
        var times = times();
        var local = new LocalTimes(zone, after -> next(times, after));
        // What runs every hour runs in an hour that comes twice, twice.
        var found = fields().get(HOUR).startsWith("*") ? local.each(moment) : local.once(moment);
        return found.filter(next -> !next.isAfter(moment.plus(HORIZON)));
    }

    /** The clock on the wall as if it were that of UTC, which knows no changes. */
    private static Optional<LocalDateTime> next(ExecutionTime times, LocalDateTime after) {
        var second = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
        return times.nextExecution(second).map(ZonedDateTime::toLocalDateTime);
    }

    private ExecutionTime times() {
        var fields = fields();
        var seconds = fields.size() > FIELDS ? fields.get(FIELDS) : "0";
        var all = seconds + " " + String.join(" ", fields.subList(0, FIELDS));
        return ExecutionTime.forCron(new CronParser(DEFINITION).parse(all).validate());
    }

    private List<String> fields() {
        var plain = expression.strip();
        var fields = List.of(NAMED.getOrDefault(plain, plain).replace('?', '*').split("\\s+", -1));
        if (fields.size() != FIELDS && fields.size() != FIELDS + 1) {
            throw new IllegalArgumentException("it has five fields, or six with the seconds last");
        }
        return fields;
    }
}
