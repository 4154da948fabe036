package dev.orrery.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** What tables say of deployments. */
final class DeploymentColumns {

    private DeploymentColumns() {}

    static List<Column> list(Style style) {
        return List.of(
                Column.cut("DEPLOYMENT", Deployments::name),
                Column.cut("SCHEDULE", DeploymentColumns::schedules),
                new Column("NEXT", DeploymentColumns::next),
                new Column("LAST RUN", deployment -> lastRun(deployment, style)),
                new Column("STATUS", DeploymentColumns::status));
    }

    static List<Column> one(Style style) {
        return List.of(
                new Column("Deployment", Deployments::name),
                text("Id", "/id"),
                new Column("Status", DeploymentColumns::status),
                text("Description", "/document/description"),
                text("Version", "/document/version"),
                text("Revision", "/revision"),
                new Column("Tags", d -> list(d, "/document/tags")),
                new Column("Labels", d -> pairs(d, "/document/labels")),
                new Column("Entrypoint", DeploymentColumns::entrypoint),
                new Column("Code", DeploymentColumns::code),
                new Column("Parameters", d -> tree(d, "/document/parameters")),
                new Column("Environment", d -> pairs(d, "/document/environment")),
                new Column("Schedules", DeploymentColumns::schedules),
                new Column("Next", DeploymentColumns::next),
                text("Pool", "/document/pool"),
                new Column("Infrastructure", DeploymentColumns::infrastructure),
                text("Time-out", "/document/timeoutSeconds"),
                new Column("Created", d -> Times.at(d, "/created")),
                new Column("Updated", d -> Times.at(d, "/updated")),
                new Column("Last run", d -> lastRun(d, style)));
    }

    private static Column text(String title, String pointer) {
        return new Column(title, deployment -> Json.text(deployment, pointer));
    }

    private static String schedules(JsonNode deployment) {
        var rules = new ArrayList<String>();
        deployment.path("schedules").forEach(schedule -> rules.add(rule(schedule)));
        return String.join(", ", rules);
    }

    private static String rule(JsonNode schedule) {
        var off = schedule.path("active").asBoolean(true) ? "" : " (off)";
        var cron = Json.text(schedule, "/cron/expression");
        var rrule = Json.text(schedule, "/rrule/rule");
        if (!cron.isEmpty()) {
            return cron + off;
        }
        if (!rrule.isEmpty()) {
            return rrule + off;
        }
        long seconds = schedule.at("/interval/seconds").asLong();
        return "every " + Times.of(Duration.ofSeconds(seconds)) + off;
    }

    private static String next(JsonNode deployment) {
        var times = new TreeSet<String>();
        deployment.path("schedules").forEach(schedule -> times.add(Times.at(schedule, "/next")));
        times.remove("");
        return times.isEmpty() ? "" : times.first();
    }

    private static String lastRun(JsonNode deployment, Style style) {
        return style.state(
                Json.text(deployment, "/lastRun/state/type"),
                Json.text(deployment, "/lastRun/state/name"));
    }

    private static String status(JsonNode deployment) {
        if (deployment.path("deleted").asBoolean()) {
            return "deleted";
        }
        return deployment.path("paused").asBoolean() ? "paused" : "active";
    }

    private static String entrypoint(JsonNode deployment) {
        var entrypoint = deployment.at("/document/entrypoint");
        return switch (Json.text(entrypoint, "/kind")) {
            case "python" ->
                    Json.text(entrypoint, "/path") + ":" + Json.text(entrypoint, "/function");
            case "java" ->
                    Json.text(entrypoint, "/path")
                            + after(":", Json.text(entrypoint, "/mainClass"))
                            + after("#", Json.text(entrypoint, "/method"));
            case "command" -> entrypoint.path("command").toString();
            default -> entrypoint.toString();
        };
    }

    private static String code(JsonNode deployment) {
        var code = deployment.at("/document/code");
        var path = Json.text(deployment, "/document/path");
        return switch (Json.text(code, "/kind")) {
            case "pushed" -> "pushed, " + Json.text(code, "/artifact");
            case "host" -> path + " on " + Json.text(code, "/host");
            case "s3" ->
                    "s3://" + Json.text(code, "/bucket") + after("/", Json.text(code, "/prefix"));
            default -> path;
        };
    }

    /** A plain process is what everybody expects. */
    private static String infrastructure(JsonNode deployment) {
        var type = Json.text(deployment, "/document/infrastructure/type");
        var settings = tree(deployment, "/document/infrastructure/settings");
        return type.equals("process") && settings.isEmpty() ? "" : (type + " " + settings).strip();
    }

    private static String after(String sign, String text) {
        return text.isEmpty() ? "" : sign + text;
    }

    private static String list(JsonNode deployment, String pointer) {
        var texts = new ArrayList<String>();
        deployment.at(pointer).forEach(text -> texts.add(text.asText()));
        return String.join(", ", texts);
    }

    private static String pairs(JsonNode deployment, String pointer) {
        Function<Map.Entry<String, JsonNode>, String> pair =
                member -> member.getKey() + "=" + member.getValue().asText();
        return String.join(", ", deployment.at(pointer).properties().stream().map(pair).toList());
    }

    private static String tree(JsonNode deployment, String pointer) {
        var tree = deployment.at(pointer);
        return tree.isMissingNode() || tree.isEmpty() ? "" : tree.toString();
    }
}
