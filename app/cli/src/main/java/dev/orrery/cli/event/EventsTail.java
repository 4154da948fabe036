package dev.orrery.cli.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Deployments;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the events of one thing. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the last events of a deployment or a run, the newest last.",
            "'orrery replay' prints those of the whole log."
        },
        footer = {
            "%nExamples:",
            "  orrery events tail hello-world/hello-world-daily",
            "  orrery events tail 0199c0de -f -o json"
        })
public final class EventsTail implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 250;

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            paramLabel = "FLOW/NAME|ID",
            description = "A deployment by its name, or a deployment, run or schedule by its id.")
    private String subject = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "The last N (default 20).")
    private int lines = 20;

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
        if (lines < 0) {
            throw Stop.usage("--lines takes a number from 0.");
        }
        var connected = server.connect(terminal);
        var api = follow ? connected.following(terminal::say, null) : connected;
        var path = "/v1/events?subject=" + subject(api);
        var last = api.list(path + "&order=newest", Math.max(lines, 1)).items().reversed();
        last.stream().skip(last.size() - Math.min(lines, last.size())).forEach(this::print);
        terminal.out().flush();
        if (follow) {
            follow(api, path, last.isEmpty() ? "" : Json.text(last.getLast(), "/id"));
        }
        return ExitCode.OK.number();
    }

    private void follow(Api api, String path, String newest) {
        var shown = newest;
        while (!terminal.out().checkError()) {
            var until = shown;
            var found = new ArrayList<JsonNode>();
            api.each(
                    path + "&order=newest",
                    Integer.MAX_VALUE,
                    event -> !Json.text(event, "/id").equals(until) && found.add(event));
            for (var event : found.reversed()) {
                print(event);
                shown = Json.text(event, "/id");
            }
            terminal.out().flush();
            pause();
        }
    }

    private String subject(Api api) {
        if (subject.contains("/")) {
            return Json.text(new Deployments(api).find(subject), "/id");
        }
        try {
            return new Runs(api).id(subject);
        } catch (Stop none) {
            if (none.exitCode() != ExitCode.NOT_FOUND) {
                throw none;
            }
            return Json.text(new Deployments(api).find(subject), "/id");
        }
    }

    private void print(JsonNode event) {
        switch (output.format()) {
            case TABLE -> terminal.out().println(line(event));
            case JSON -> terminal.out().println(event);
            case YAML -> {
                terminal.out().println("---");
                new Printer(terminal.out(), Format.YAML).tree(event);
            }
            case NAME -> terminal.out().println(Json.text(event, "/id"));
        }
    }

    private static String line(JsonNode event) {
        var said = new ArrayList<String>();
        for (var name : List.of("name", "revision", "attempt", "message", "exitCode")) {
            var value = Json.text(event, "/data/" + name);
            if (!value.isEmpty()) {
                said.add(name + "=" + value);
            }
        }
        return "%-8s  %s  %-12s  %-20s  %s"
                .formatted(
                        Json.text(event, "/id"),
                        Json.text(event, "/time"),
                        Json.text(event, "/actor"),
                        Json.text(event, "/type").replace("dev.orrery.", ""),
                        String.join(" ", said))
                .stripTrailing();
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
