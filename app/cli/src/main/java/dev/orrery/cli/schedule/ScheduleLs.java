package dev.orrery.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Times;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists schedules. */
@Command(
        name = "ls",
        aliases = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists schedules, with the nominal time that is next, and the last one that passed with"
                    + " no run; -o yaml says why, and how many did."
        },
        footer = {
            "%nExamples:",
            "  orrery schedule ls",
            "  orrery schedule ls --deployment hello-world/hello-world-daily"
        })
public final class ScheduleLs implements Callable<Integer> {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("DEPLOYMENT", schedule -> Json.text(schedule, "/deployment")),
                    new Column("SCHEDULE", schedule -> Json.text(schedule, "/name")),
                    new Column("RULE", ScheduleText::bareRule),
                    new Column("ZONE", ScheduleText::zone),
                    new Column("NEXT", schedule -> Times.at(schedule, "/next")),
                    new Column("LAST SKIPPED", schedule -> Times.at(schedule, "/lastSkipped/last")),
                    new Column("STATUS", ScheduleLs::status));

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-d", "--deployment"},
            paramLabel = "FLOW/NAME",
            description = "Those of this deployment alone.")
    private @Nullable String deployment;

    private final Terminal terminal;

    public ScheduleLs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var schedules = new ArrayList<JsonNode>();
        for (var one : deployments(server.connect(terminal))) {
            for (var schedule : one.path("schedules")) {
                var named = Json.object().put("deployment", Deployments.name(one));
                named.put("paused", one.path("paused").asBoolean());
                named.put("deleted", one.path("deleted").asBoolean());
                schedule.properties()
                        .forEach(member -> named.set(member.getKey(), member.getValue()));
                schedules.add(named);
            }
        }
        Printer.of(terminal, output)
                .list(
                        schedules,
                        COLUMNS,
                        each -> Json.text(each, "/deployment") + " " + Json.text(each, "/name"));
        return ExitCode.OK.number();
    }

    private List<JsonNode> deployments(Api api) {
        return deployment == null
                ? api.list("/v1/deployments", Integer.MAX_VALUE).items()
                : List.of(new Deployments(api).find(deployment));
    }

    private static String status(JsonNode schedule) {
        if (schedule.path("deleted").asBoolean()) {
            return "deleted";
        }
        if (!ScheduleText.isActive(schedule)) {
            return "off";
        }
        if (schedule.path("paused").asBoolean()) {
            return "paused";
        }
        return Times.at(schedule, "/next").isEmpty() ? "over" : "active";
    }
}
