package dev.orrery.commands.domain.calendar;

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
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The nominal times of a crontab's line, by the clock on the wall of a time zone: five fields, or
 * six with the seconds last, or a name such as {@code @daily}.
 */
public final class CronRule implements Rule {

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
    private static final int DAY_OF_MONTH = 2;
    private static final int DAY_OF_WEEK = 4;

    private static final List<String> MONTHS =
            List.of("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" "));

    private static final Pattern RANGE =
            Pattern.compile("(?i)(\\d{1,4}|[A-Z]{3})-(\\d{1,4}|[A-Z]{3})");

    private static final Pattern DAYS_OF_MONTH =
            Pattern.compile("[^LWlw]*|L|L-\\d{1,2}|LW|(1?\\d|2[0-8])W");

    private static final Pattern LONE_LAST = Pattern.compile("(?i)(^|,)L");

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

    private final List<String> fields;
    private final ZoneId zone;
    private final ExecutionTime times;

    private CronRule(List<String> fields, ZoneId zone, ExecutionTime times) {
        this.fields = fields;
        this.zone = zone;
        this.times = times;
    }

    /**
     * @throws IllegalArgumentException when it can't be understood; says why
     */
    public static CronRule of(ScheduleDocument.Cron cron) {
        var zone = LocalTimes.zone(cron.timezone());
        var fields = fields(cron.expression());
        requireSure(fields);
        var seconds = fields.size() > FIELDS ? fields.get(FIELDS) : "0";
        var all = seconds + " " + String.join(" ", fields.subList(0, FIELDS));
        var parsed = new CronParser(DEFINITION).parse(all).validate();
        return new CronRule(fields, zone, ExecutionTime.forCron(parsed));
    }

    @Override
    public Stream<Instant> times(Instant after) {
        // What runs every hour runs in an hour that comes twice, twice.
        return fields.get(HOUR).startsWith("*")
                ? LocalTimes.each(zone, after, this::following)
                : LocalTimes.once(zone, after, this::following);
    }

    private Iterator<LocalDateTime> following(LocalDateTime after) {
        return Stream.iterate(next(after), Optional::isPresent, time -> time.flatMap(this::next))
                .map(Optional::orElseThrow)
                .iterator();
    }

    /** The clock on the wall as if it were that of UTC, which knows no changes. */
    private Optional<LocalDateTime> next(LocalDateTime after) {
        var second = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
        return times.nextExecution(second).map(ZonedDateTime::toLocalDateTime);
    }

    private static List<String> fields(String expression) {
        var plain = expression.strip();
        var fields = List.of(NAMED.getOrDefault(plain, plain).replace('?', '*').split("\\s+", -1));
        if (fields.size() != FIELDS && fields.size() != FIELDS + 1) {
            throw new IllegalArgumentException("it has five fields, or six with the seconds last");
        }
        return fields;
    }

    /** What the library takes, and then leaves out in part, or gives up on in some months. */
    private static void requireSure(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            var range = RANGE.matcher(fields.get(i));
            while (i != DAY_OF_WEEK && range.find()) {
                require(
                        number(range.group(1)) <= number(range.group(2)),
                        "a range goes from the smaller to the greater, as 22-23,0-2");
            }
        }
        require(
                DAYS_OF_MONTH.matcher(fields.get(DAY_OF_MONTH)).matches(),
                "an L, L-3, LW or 15W, of the days 1 to 28, stands alone as the day of the month");
        require(
                !LONE_LAST.matcher(fields.get(DAY_OF_WEEK)).find(),
                "an L as the day of the week follows a day, as in 5L");
    }

    /** What is neither a number nor a month is the library's to refuse. */
    private static int number(String text) {
        return Character.isDigit(text.charAt(0))
                ? Integer.parseInt(text)
                : MONTHS.indexOf(text.toUpperCase(Locale.ROOT));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The same line of the same zone; {@code @daily} is a way to write one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CronRule rule
                && rule.fields.equals(fields)
                && rule.zone.equals(zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields, zone);
    }

    @Override
    public String toString() {
        return String.join(" ", fields) + " " + zone;
    }
}
