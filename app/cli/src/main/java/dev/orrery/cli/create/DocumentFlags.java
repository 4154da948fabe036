package dev.orrery.cli.create;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.ParameterOptions;
import dev.orrery.cli.spec.ScheduleTexts;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What of a document can be said by flags; laid over what a file says. */
final class DocumentFlags {

    @Mixin private ParameterOptions parameters = new ParameterOptions();

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private @Nullable String description;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "Of the code (default: the Git commit of its folder).")
    private @Nullable String version;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--label", paramLabel = "K=V", description = "A label. May be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "K=V",
            description = "A variable of its runs; V may be secret:NAME. May be repeated.")
    private List<String> environment = new ArrayList<>();

    @Option(names = "--pool", paramLabel = "POOL", description = "The work pool.")
    private @Nullable String pool;

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
            description = "Of the schedules by --cron and --rrule, such as Europe/Berlin.")
    private @Nullable String timezone;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            description = "How long a run may take (default: for ever).")
    private @Nullable Integer timeoutSeconds;

    ObjectNode over(ObjectNode document) {
        var all = document.deepCopy();
        put(all, "description", description);
        put(all, "version", version);
        put(all, "pool", pool);
        if (timeoutSeconds != null) {
            all.put("timeoutSeconds", timeoutSeconds);
        }
        addTags(all);
        pairs(all, "labels", ParameterOptions.pairs("--label", labels));
        pairs(all, "environment", ParameterOptions.pairs("--env", environment));
        members(all, "parameters", parameters.given());
        addSchedules(all);
        return all;
    }

    private static void put(ObjectNode document, String field, @Nullable String value) {
        if (value != null) {
            document.put(field, value);
        }
    }

    private void addTags(ObjectNode document) {
        if (tags.isEmpty()) {
            return;
        }
        var all = Json.MAPPER.createArrayNode();
        document.path("tags").forEach(all::add);
        tags.forEach(all::add);
        document.set("tags", all);
    }

    private static void pairs(ObjectNode document, String field, Map<String, String> pairs) {
        var object = Json.object();
        pairs.forEach(object::put);
        members(document, field, object);
    }

    private static void members(ObjectNode document, String field, ObjectNode members) {
        if (members.isEmpty()) {
            return;
        }
        var all = Json.object();
        document.path(field).properties().forEach(m -> all.set(m.getKey(), m.getValue()));
        all.setAll(members);
        document.set(field, Json.sorted(all));
    }

    /** Schedules of flags take the place of those of a file. */
    private void addSchedules(ObjectNode document) {
        if (crons.isEmpty() && intervals.isEmpty() && rules.isEmpty()) {
            if (timezone != null) {
                throw Stop.usage("--timezone is of a schedule; add --cron or --rrule.");
            }
            return;
        }
        var all = document.putArray("schedules");
        for (var cron : crons) {
            rule(all.addObject(), all.size(), "cron", "expression", cron);
        }
        for (var rule : rules) {
            rule(all.addObject(), all.size(), "rrule", "rule", rule);
        }
        for (var interval : intervals) {
            all.addObject()
                    .put("name", ScheduleTexts.name(all.size() - 1))
                    .set("interval", ScheduleTexts.interval(interval));
        }
    }

    private void rule(ObjectNode schedule, int number, String kind, String field, String text) {
        var rule = schedule.put("name", ScheduleTexts.name(number - 1)).putObject(kind);
        rule.put(field, text);
        if (timezone != null) {
            rule.put("timezone", timezone);
        }
    }
}
