package dev.orrery.cli.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.find.Subjects;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.show.Table;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the events of everything, or of one thing. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the last events, the newest last: all of them, or those of a deployment or a"
                    + " run.",
            "They are in order on each partition. 'orrery replay' reads and checks the whole log."
        },
        footer = {
            "%nExamples:",
            "  orrery events tail -f",
            "  orrery events tail hello-world/hello-world-daily",
            "  orrery events tail hello-world/hello-world-daily --with-runs -f",
            "  orrery events tail hello-world/hello-world-daily --with-runs --type ScheduleSkipped",
            "  orrery events tail 0199c0de -f -o json",
            "  orrery events tail --after 0:17,3:4 --type RunFailed,RunCrashed"
        })
public final class EventsTail implements Callable<Integer> {

    private static final int LINES = 20;

    /** What of an event's data is told in a line. */
    private static final List<String> TOLD =
            List.of(
                    "name",
                    "revision",
                    "attempt",
                    "nominal",
                    "count",
                    "first",
                    "last",
                    "end",
                    "reason",
                    "message",
                    "failure/message",
                    "exitCode");

    private static final long LOOK_EVERY_MILLIS = 250;

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "FLOW/NAME|ID",
            description =
                    "A deployment by its name, or a deployment, run or schedule by its id (default:"
                            + " everything).")
    private @Nullable String subject;

    @Option(
            names = "--with-runs",
            description = "Of a deployment: also those of its schedules and its runs.")
    private boolean withRuns;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "The last N (default " + LINES + ").")
    private @Nullable Integer lines;

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            description =
                    "All that follow a position instead: PARTITION:SEQUENCE, as the id of an event"
                            + " says it, several with commas; 0:0 for all there are.")
    private @Nullable String after;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Those of this type alone, such as RunFailed; several with commas.")
    private @Nullable String type;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    private boolean follow;

    private final Terminal terminal;

    public EventsTail(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (after != null && lines != null) {
            throw Stop.usage("Say --lines or --after: what follows a position is printed whole.");
        }
        if (withRuns && subject == null) {
            throw Stop.usage("--with-runs goes with a deployment: say which.");
        }
        if (lines != null && lines < 0) {
            throw Stop.usage("--lines takes a number from 0.");
        }
        var connected = server.connect(terminal);
        var api = follow ? connected.following(terminal::say, null) : connected;
        var feed = new EventFeed(api, "/v1/events" + query(api), after == null ? "" : after);
        var table = table();
        if (after == null) {
            print(table, feed.last(lines == null ? LINES : lines));
        } else {
            feed.next(events -> print(table, events));
        }
        if (follow) {
            follow(feed, table);
        }
        return ExitCode.OK.number();
    }

    private void follow(EventFeed feed, Table table) {
        try {
            while (!terminal.out().checkError()) {
                feed.next(events -> print(table, events));
                pause();
            }
        } catch (Stop cut) {
            throw new Stop(
                    cut.exitCode(),
                    cut.sentence() + " With --after " + feed.position() + " it goes on from here.");
        }
    }

    private String query(Api api) {
        var query = new ArrayList<String>();
        if (subject != null && withRuns) {
            query.add("deployment=" + Json.text(new Deployments(api).find(subject), "/id"));
        } else if (subject != null) {
            query.add("subject=" + Subjects.id(api, subject));
        }
        if (type != null) {
            query.add("type=" + Api.encode(type));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private void print(Table table, List<JsonNode> events) {
        switch (output.format()) {
            case TABLE -> table.print(events);
            case JSON -> events.forEach(terminal.out()::println);
            case YAML ->
                    events.forEach(event -> {
                        terminal.out().println("---");
                        new Printer(terminal.out(), Format.YAML).tree(event);
                    });
            case NAME -> events.forEach(event -> terminal.out().println(Json.text(event, "/id")));
        }
        terminal.out().flush();
    }

    /** Those of one thing need not say again which. */
    private Table table() {
        var columns =
                new ArrayList<>(
                        List.of(
                                new Column("ID", event -> Json.text(event, "/id")),
                                new Column("TIME", event -> Json.text(event, "/time")),
                                Column.cut("ACTOR", event -> Json.text(event, "/actor")),
                                new Column("TYPE", event -> Json.text(event, "/type"))));
        if (subject == null || withRuns) {
            columns.add(new Column("SUBJECT", event -> Json.text(event, "/subject")));
        }
        columns.add(Column.cut("DATA", EventsTail::data));
        return new Table(terminal.out(), columns, terminal.columns());
    }

    private static String data(JsonNode event) {
        var said = new ArrayList<String>();
        for (var path : TOLD) {
            var value = Json.text(event, "/data/" + path);
            if (!value.isEmpty()) {
                said.add(path.replace('/', '.') + "=" + value);
            }
        }
        return String.join(" ", said);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The tail was interrupted.");
        }
    }
}
