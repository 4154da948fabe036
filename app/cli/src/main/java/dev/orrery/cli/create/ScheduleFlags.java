package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.spec.ScheduleTexts;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The schedules of a deployment, by flags. */
final class ScheduleFlags {

    @Option(
            names = "--cron",
            paramLabel = "EXPR",
            description = "A schedule, such as '0 8 * * MON-FRI'. May be repeated.")
    private List<String> crons = new ArrayList<>();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "A schedule, such as 15m or 1d. May be repeated.")
    private List<String> intervals = new ArrayList<>();

    @Option(
            names = "--rrule",
            paramLabel = "RULE",
            description = "A schedule, such as FREQ=WEEKLY;BYDAY=MO. May be repeated.")
    private List<String> rules = new ArrayList<>();

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Of the schedules by flags, such as Europe/Berlin (default: UTC).")
    private @Nullable String timezone;

    @Option(
            names = "--jitter",
            paramLabel = "DURATION",
            description = "By how much runs of these schedules may start later, at most.")
    private @Nullable String jitter;

    @Option(
            names = "--catch-up",
            paramLabel = "POLICY[:WINDOW]",
            description =
                    "Which missed times of these schedules run: none, latest (default) or all; with"
                            + " a window none that is older, such as all:1d.")
    private @Nullable String catchUp;

    /** They take the place of those of a file. */
    void addTo(ObjectNode document) {
        if (crons.isEmpty() && intervals.isEmpty() && rules.isEmpty()) {
            requireNone("--timezone", timezone);
            requireNone("--jitter", jitter);
            requireNone("--catch-up", catchUp);
            return;
        }
        var all = document.putArray("schedules");
        for (var cron : crons) {
            addRule(next(all), "cron", Json.object().put("expression", cron));
        }
        for (var rule : rules) {
            addRule(next(all), "rrule", Json.object().put("rule", rule));
        }
        for (var interval : intervals) {
            addRule(next(all), "interval", ScheduleTexts.interval(interval));
        }
    }

    private static void requireNone(String option, @Nullable String value) {
        if (value != null) {
            throw Stop.usage(option + " is of a schedule; add --cron, --rrule or --interval.");
        }
    }

    private ObjectNode next(ArrayNode schedules) {
        var schedule = Json.object().put("name", ScheduleTexts.name(schedules.size()));
        schedules.add(schedule);
        if (jitter != null) {
            schedule.put("jitterSeconds", Moments.duration("--jitter", jitter).toSeconds());
        }
        if (catchUp != null) {
            var parts = catchUp.split(":", 2);
            var policy = schedule.putObject("catchUp").put("policy", parts[0]);
            if (parts.length > 1) {
                policy.put("windowSeconds", Moments.duration("--catch-up", parts[1]).toSeconds());
            }
        }
        return schedule;
    }

    private void addRule(ObjectNode schedule, String kind, ObjectNode rule) {
        schedule.set(kind, rule);
        if (timezone != null) {
            rule.put("timezone", timezone);
        }
    }
}
