package dev.orrery.verify.simulation;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Rules that go by the clock on the wall, and their nominal times as {@code java.time} alone tells
 * them: tables, made without a parser.
 */
final class WallCalendar {

    /** Days on which stories begin: an ordinary one, and soon before clocks are changed. */
    static final List<Instant> DAYS =
            List.of(
                    Instant.parse("2026-11-22T08:00:00Z"),
                    // Berlin goes forward, and back, by an hour.
                    Instant.parse("2026-03-29T00:57:00Z"),
                    Instant.parse("2026-10-25T00:57:00Z"),
                    // Lord Howe goes forward, and back, by half an hour.
                    Instant.parse("2026-10-03T15:27:00Z"),
                    Instant.parse("2026-04-04T14:57:00Z"));

    private static final List<String> ZONES = List.of("Europe/Berlin", "Australia/Lord_Howe");
    private static final Duration AROUND = Duration.ofHours(40);

    /** What becomes of a time that the clock shows twice, or never. */
    private enum Change {
        /** Each moment counts. */
        EACH,
        /** It counts once: the first time, or as much later as the clock goes forward. */
        ONCE
    }

    /**
     * A rule whose times, by the clock, are every so many seconds of some hours.
     *
     * @param text of a cron line, or of a recurrence rule
     */
    private record Line(String text, int everySeconds, int firstHour, int lastHour, Change change) {

        boolean isCron() {
            return !text.startsWith("FREQ=");
        }

        boolean has(LocalDateTime time) {
            return time.getHour() >= firstHour
                    && time.getHour() <= lastHour
                    && time.toLocalTime().toSecondOfDay() % everySeconds == 0;
        }
    }

    private static final List<Line> LINES =
            List.of(
                    new Line("* * * * * */20", 20, 0, 23, Change.EACH),
                    new Line("* * * * *", 60, 0, 23, Change.EACH),
                    new Line("*/2 1-3 * * *", 120, 1, 3, Change.ONCE),
                    new Line("0-59 2 * * * 0,30", 30, 2, 2, Change.ONCE),
                    new Line("0-59 1-2 * * *", 60, 1, 2, Change.ONCE),
                    new Line("FREQ=MINUTELY", 60, 0, 23, Change.ONCE),
                    new Line("FREQ=SECONDLY;INTERVAL=30", 30, 0, 23, Change.ONCE),
                    new Line(
                            "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,10,20,30,40,50;BYSECOND=0",
                            600,
                            1,
                            2,
                            Change.ONCE));

    private record Key(String text, @Nullable String zone) {}

    private static final Map<Key, long[]> TABLES = new ConcurrentHashMap<>();

    private WallCalendar() {}

    /** One of the rules, in one of the zones. */
    static ScheduleDocument any(Dice dice, String name) {
        var line = dice.pick(LINES);
        var zone = dice.chance(20) ? null : dice.pick(ZONES);
        return line.isCron()
                ? document(name, new ScheduleDocument.Cron(line.text(), zone), null)
                : document(name, null, new ScheduleDocument.Recurrence(line.text(), zone, null));
    }

    private static ScheduleDocument document(
            String name,
            ScheduleDocument.@Nullable Cron cron,
            ScheduleDocument.@Nullable Recurrence recurrence) {
        return new ScheduleDocument(name, null, cron, recurrence, Json.EMPTY_OBJECT, true);
    }

    /** The nominal times of a document, Unix seconds, in order, around the days of the stories. */
    static long[] times(ScheduleDocument document) {
        var cron = document.cron();
        if (cron != null) {
            return TABLES.computeIfAbsent(
                    new Key(cron.expression(), cron.timezone()), WallCalendar::table);
        }
        var recurrence = Objects.requireNonNull(document.rrule());
        return TABLES.computeIfAbsent(
                new Key(recurrence.rule(), recurrence.timezone()), WallCalendar::table);
    }

    /** Which is the first after a moment. */
    static int after(long[] times, long second) {
        int found = Arrays.binarySearch(times, second + 1);
        return found < 0 ? -found - 1 : found;
    }

    private static long[] table(Key key) {
        var line =
                LINES.stream()
                        .filter(one -> one.text().equals(key.text()))
                        .findFirst()
                        .orElseThrow();
        var zone = key.zone() == null ? ZoneOffset.UTC : ZoneId.of(key.zone());
        var times = LongStream.builder();
        for (var day : DAYS) {
            var end = day.plus(AROUND);
            switch (line.change()) {
                case EACH -> {
                    for (var at = day.minus(AROUND).truncatedTo(ChronoUnit.HOURS);
                            at.isBefore(end);
                            at = at.plusSeconds(line.everySeconds())) {
                        if (line.has(LocalDateTime.ofInstant(at, zone))) {
                            times.add(at.getEpochSecond());
                        }
                    }
                }
                case ONCE -> {
                    var last = LocalDateTime.ofInstant(end, zone);
                    for (var at =
                                    LocalDateTime.ofInstant(day.minus(AROUND), zone)
                                            .truncatedTo(ChronoUnit.HOURS);
                            at.isBefore(last);
                            at = at.plusSeconds(line.everySeconds())) {
                        if (line.has(at)) {
                            times.add(at.atZone(zone).toEpochSecond());
                        }
                    }
                }
            }
        }
        return times.build().sorted().distinct().toArray();
    }
}
