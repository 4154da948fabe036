package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.Moments;
import java.util.List;

/** Schedules as people write them, made what the API takes; one without a name gets one. */
public final class ScheduleTexts {

    private static final String NAME = "schedule";
    private static final List<String> RULES = List.of("interval", "cron", "rrule");

    private ScheduleTexts() {}

    static ArrayNode of(JsonNode schedules) {
        var all = Json.MAPPER.createArrayNode();
        for (var schedule : schedules) {
            var one = Json.object().put("name", name(all.size()));
            one.setAll((ObjectNode) schedule.deepCopy());
            expand(one);
            expand(one, "catchUp", "policy");
            if (one.has("parameters")) {
                one.set("parameters", Json.sorted(one.get("parameters")));
            }
            all.add(one);
        }
        return all;
    }

    /** All ways of authoring name them so, or the same content would not be the same document. */
    public static String name(int position) {
        return position == 0 ? NAME : NAME + "-" + (position + 1);
    }

    public static ObjectNode interval(String text) {
        long seconds = Moments.duration("An interval", text).toSeconds();
        return Json.object().put("seconds", seconds);
    }

    /** Which rule a schedule has, of which it has exactly one. */
    public static String kind(JsonNode schedule) {
        return RULES.stream().filter(schedule::hasNonNull).findFirst().orElse("interval");
    }

    /** Makes of a rule that is a text what it is short for. */
    static void expand(ObjectNode schedule) {
        if (schedule.path("interval").isTextual()) {
            schedule.set("interval", interval(schedule.get("interval").asText()));
        }
        expand(schedule, "cron", "expression");
        expand(schedule, "rrule", "rule");
    }

    private static void expand(ObjectNode schedule, String rule, String field) {
        if (schedule.path(rule).isTextual()) {
            schedule.set(rule, Json.object().set(field, schedule.get(rule)));
        }
    }
}
