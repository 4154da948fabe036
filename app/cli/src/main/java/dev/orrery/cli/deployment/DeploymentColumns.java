package dev.orrery.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.schedule.ScheduleText;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** What tables say of deployments. */
public final class DeploymentColumns {

    private DeploymentColumns() {}

    public static List<Column> list(Style style) {
        return List.of(
                Column.cut("DEPLOYMENT", Deployments::name),
                Column.cut("SCHEDULE", DeploymentColumns::schedules),
                new Column("NEXT", DeploymentColumns::next),
                new Column("LAST RUN", deployment -> lastRun(deployment, style)),
                new Column("STATUS", DeploymentColumns::status));
    }

    public static List<Column> one(Style style) {
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
                text("Queue time-out", "/document/queueTimeoutSeconds"),
                new Column("Retry", d -> tree(d, "/document/retry")),
                new Column("Concurrency", DeploymentColumns::concurrency),
                text("Owner", "/document/owner"),
                new Column("Created", d -> Times.at(d, "/created")),
                new Column("Updated", d -> Times.at(d, "/updated")),
                new Column("Last run", d -> lastRun(d, style)));
    }

    public static List<Column> revisions() {
        return List.of(
                text("REVISION", "/revision"),
                new Column("TIME", revision -> Times.at(revision, "/time")),
                text("ACTOR", "/actor"),
                text("VERSION", "/document/version"),
                new Column("CHANGED", revision -> list(revision, "/changed")),
                text("ROLLED BACK TO", "/rolledBackTo"),
                text("REASON", "/reason"));
    }

    private static String concurrency(JsonNode deployment) {
        var limit = Json.text(deployment, "/document/concurrency/limit");
        return limit.isEmpty()
                ? ""
                : limit + ", " + Json.text(deployment, "/document/concurrency/collision");
    }

    private static Column text(String title, String pointer) {
        return new Column(title, deployment -> Json.text(deployment, pointer));
    }

    private static String schedules(JsonNode deployment) {
        var rules = new ArrayList<String>();
        deployment.path("schedules").forEach(schedule -> rules.add(ScheduleText.rule(schedule)));
        return String.join(", ", rules);
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
