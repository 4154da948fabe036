package dev.orrery.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.spec.ScheduleTexts;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the nominal times to come. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the nominal times to come: of the schedules of a deployment that are switched"
                    + " on, of one of its schedules, or of a rule that is only tried.",
            "A run begins at its nominal time, or until LATEST START where the schedule has a"
                    + " jitter."
        },
        footer = {
            "%nExamples:",
            "  orrery schedule preview hello-world/hello-world-daily",
            "  orrery schedule preview hello-world/hello-world-daily nightly --count 3",
            "  orrery schedule preview --cron '30 2 * * *' --timezone Europe/Berlin"
        })
public final class SchedulePreview implements Callable<Integer> {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("SCHEDULE", time -> Json.text(time, "/schedule")),
                    new Column("NOMINAL", time -> Json.text(time, "/nominal")),
                    new Column("LOCAL", time -> Json.text(time, "/local")),
                    new Column("LATEST START", SchedulePreview::latest));

    /** What of a schedule says when; the rest is of no matter here. */
    private static final List<String> MEMBERS =
            List.of("name", "interval", "cron", "rrule", "start", "end", "jitterSeconds");

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FLOW/NAME",
            description = "A deployment: its name, id or the beginning of its id.")
    private @Nullable String deployment;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SCHEDULE",
            description = "One of its schedules.")
    private @Nullable String schedule;

    @Option(names = "--cron", paramLabel = "EXPR", description = "A rule, such as '0 8 * * *'.")
    private @Nullable String cron;

    @Option(names = "--interval", paramLabel = "DURATION", description = "A rule, such as 15m.")
    private @Nullable String interval;

    @Option(
            names = "--rrule",
            paramLabel = "RULE",
            description = "A rule, such as 'FREQ=WEEKLY;BYDAY=MO'.")
    private @Nullable String rrule;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Of the rule, such as Europe/Berlin (default: UTC).")
    private @Nullable String timezone;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "Those after this time (default: now).")
    private @Nullable String after;

    @Option(names = "--count", paramLabel = "N", description = "How many (default: 10).")
    private int count = 10;

    private final Terminal terminal;

    public SchedulePreview(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long ways = Stream.of(deployment, cron, interval, rrule).filter(Objects::nonNull).count();
        if (ways != 1) {
            throw Stop.usage(
                    "Name a deployment, or give one rule by --cron, --interval or --rrule.");
        }
        if (timezone != null && deployment != null) {
            throw Stop.usage("--timezone is of a rule by --cron, --interval or --rrule.");
        }
        var api = server.connect(terminal);
        var times = new ArrayList<JsonNode>();
        var wanted = deployment == null ? List.of(rule()) : schedules(api, deployment);
        for (var each : wanted) {
            times.addAll(times(api, each));
        }
        if (times.isEmpty()) {
            terminal.say(
                    wanted.isEmpty()
                            ? "It has no schedule that is switched on; name one to see its times."
                            : "No nominal time is to come.");
        }
        times.sort(Comparator.comparing(time -> Instant.parse(Json.text(time, "/nominal"))));
        Printer.of(terminal, output)
                .list(
                        times.subList(0, Math.min(count, times.size())),
                        COLUMNS,
                        time -> Json.text(time, "/nominal"));
        return ExitCode.OK.number();
    }

    private ObjectNode rule() {
        var rule = Json.object().put("name", "preview");
        if (interval != null) {
            rule.set("interval", zoned(ScheduleTexts.interval(interval)));
        }
        if (cron != null) {
            rule.set("cron", zoned(Json.object().put("expression", cron)));
        }
        if (rrule != null) {
            rule.set("rrule", zoned(Json.object().put("rule", rrule)));
        }
        return rule;
    }

    private ObjectNode zoned(ObjectNode rule) {
        return timezone == null ? rule : rule.put("timezone", timezone);
    }

    private List<ObjectNode> schedules(Api api, String called) {
        var of = new Deployments(api).find(called);
        if (of.path("deleted").asBoolean()) {
            throw new Stop(
                    ExitCode.NOT_FOUND, "'" + called + "' is deleted; its schedules fire no more.");
        }
        if (of.path("paused").asBoolean()) {
            terminal.say(
                    "'%s' is paused: no schedule fires until 'orrery deployment resume %s'."
                            .formatted(called, called));
        }
        var found = new ArrayList<ObjectNode>();
        for (var each : of.at("/document/schedules")) {
            var isWanted =
                    schedule == null
                            ? ScheduleText.isActive(each)
                            : Json.text(each, "/name").equals(schedule);
            if (isWanted) {
                found.add(times(each));
            }
        }
        if (found.isEmpty() && schedule != null) {
            throw new Stop(
                    ExitCode.NOT_FOUND,
                    "'"
                            + called
                            + "' has no schedule '"
                            + schedule
                            + "'; 'orrery schedule ls -d "
                            + called
                            + "' lists those that it has.");
        }
        return found;
    }

    private static ObjectNode times(JsonNode schedule) {
        var says = Json.object();
        for (var name : MEMBERS) {
            var member = schedule.path(name);
            if (!member.isMissingNode() && !member.isNull() && !member.toString().equals("0")) {
                says.set(name, member);
            }
        }
        return says;
    }

    private List<JsonNode> times(Api api, ObjectNode rule) {
        var body = Json.object().put("count", count);
        body.set("schedule", rule);
        if (after != null) {
            body.put("after", Moments.time("--after", after, ZoneId.systemDefault()));
        }
        var times = new ArrayList<JsonNode>();
        for (var time : api.write("POST", "/v1/schedules/preview", body).path("times")) {
            times.add(((ObjectNode) time).put("schedule", Json.text(rule, "/name")));
        }
        return times;
    }

    private static String latest(JsonNode time) {
        var latest = Json.text(time, "/latest");
        return latest.equals(Json.text(time, "/nominal")) ? "" : latest;
    }
}
