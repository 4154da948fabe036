package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;

/** What tables say of runs. */
public final class RunColumns {

    private RunColumns() {}

    public static List<Column> list(Style style) {
        return List.of(
                new Column("ID", run -> Json.text(run, "/id")),
                new Column("NAME", run -> Json.text(run, "/name")),
                Column.cut("DEPLOYMENT", RunColumns::deployment),
                new Column("STATE", run -> state(run, style)),
                new Column("STARTED", RunColumns::started),
                new Column("TOOK", run -> Times.between(run, "/startedAt", "/endedAt")));
    }

    static List<Column> one(Style style) {
        return List.of(
                new Column("Run", run -> Json.text(run, "/id")),
                new Column("Name", run -> Json.text(run, "/name")),
                new Column("Deployment", RunColumns::deployment),
                new Column("Revision", run -> Json.text(run, "/revision")),
                new Column("State", run -> state(run, style)),
                new Column("Message", run -> Json.text(run, "/state/message")),
                new Column("Attempt", run -> Json.text(run, "/attempt")),
                new Column("Scheduled for", run -> Times.at(run, "/scheduledFor")),
                new Column("Next attempt", run -> Times.at(run, "/nextAttemptAt")),
                new Column("Started", run -> Times.at(run, "/startedAt")),
                new Column("Ended", run -> Times.at(run, "/endedAt")),
                new Column("Took", run -> Times.between(run, "/startedAt", "/endedAt")),
                new Column("Exit code", run -> Json.text(run, "/exitCode")),
                new Column("Result", run -> tree(run, "/result")),
                new Column("Parameters", run -> tree(run, "/parameters")),
                new Column("Tags", RunColumns::tags),
                new Column("Pool", run -> Json.text(run, "/pool")),
                new Column("Runner", run -> Json.text(run, "/runner")),
                new Column("Cause", run -> Json.text(run, "/cause/kind")),
                new Column("Schedule", run -> Json.text(run, "/cause/scheduleName")),
                new Column("Nominal", run -> Times.at(run, "/cause/nominal")),
                new Column("Backfill", run -> Json.text(run, "/cause/backfill")),
                new Column("Parent", run -> Json.text(run, "/cause/parent")),
                new Column("Rerun of", run -> Json.text(run, "/cause/rerunOf")),
                new Column("Priority", RunColumns::priority));
    }

    private static String state(JsonNode run, Style style) {
        return style.state(Json.text(run, "/state/type"), Json.text(run, "/state/name"));
    }

    /** A run that only a local process reported has none. */
    private static String deployment(JsonNode run) {
        var name = Json.text(run, "/deployment/name");
        return name.isEmpty() ? Json.text(run, "/flow") : Json.text(run, "/flow") + "/" + name;
    }

    private static String started(JsonNode run) {
        var started = Times.at(run, "/startedAt");
        return started.isEmpty() ? "for " + Times.at(run, "/scheduledFor") : started;
    }

    private static String tree(JsonNode run, String pointer) {
        var tree = run.at(pointer);
        return tree.isMissingNode() || tree.isNull() || (tree.isContainerNode() && tree.isEmpty())
                ? ""
                : tree.toString();
    }

    /** The usual one is not worth a line. */
    private static String priority(JsonNode run) {
        int priority = run.path("priority").asInt();
        return priority == 0 ? "" : Integer.toString(priority);
    }

    private static String tags(JsonNode run) {
        var tags = new ArrayList<String>();
        run.path("tags").forEach(tag -> tags.add(tag.asText()));
        return String.join(", ", tags);
    }
}
