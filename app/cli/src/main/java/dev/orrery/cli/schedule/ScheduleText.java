package dev.orrery.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.spec.ScheduleTexts;
import java.time.Duration;

/** What tables say of a schedule. */
public final class ScheduleText {

    private ScheduleText() {}

    /** Such as {@code 0 8 * * *} or {@code every 15m}; one that is switched off says so. */
    public static String rule(JsonNode schedule) {
        return bareRule(schedule) + (isActive(schedule) ? "" : " (off)");
    }

    static String bareRule(JsonNode schedule) {
        var cron = Json.text(schedule, "/cron/expression");
        var rrule = Json.text(schedule, "/rrule/rule");
        if (!cron.isEmpty()) {
            return cron;
        }
        if (!rrule.isEmpty()) {
            return rrule;
        }
        return "every " + Times.of(Duration.ofSeconds(schedule.at("/interval/seconds").asLong()));
    }

    static boolean isActive(JsonNode schedule) {
        return schedule.path("active").asBoolean(true);
    }

    static String zone(JsonNode schedule) {
        return Json.text(schedule, "/" + ScheduleTexts.kind(schedule) + "/timezone");
    }
}
