package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.ApiOptions;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.Problems;
import dev.orrery.cli.show.Column;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.flows.track.Answer;
import dev.orrery.flows.track.Journals;
import dev.orrery.flows.track.Journals.Alive;
import dev.orrery.flows.track.Journals.Damaged;
import dev.orrery.flows.track.Journals.Elsewhere;
import dev.orrery.flows.track.Journals.Known;
import dev.orrery.flows.track.Journals.Left;
import dev.orrery.flows.track.Journals.Pushed;
import dev.orrery.flows.track.Journals.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends what local runs left. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Sends what local runs journaled while no server was reached. Each shows once, however"
                    + " often it is sent.",
            "The journal is in ~/.orrery/journal, or where ORRERY_JOURNAL says."
        },
        footer = {
            "%nExamples:",
            "  orrery journal push",
            "  orrery journal push --force 01a2030c-e0a7-8580-be32-1e9dbcc60e18"
        })
public final class JournalPush implements Callable<Integer> {

    @Mixin private ApiOptions server = new ApiOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--force",
            paramLabel = "RUN",
            description =
                    "Send that run as ended although its process was on another host, as in a"
                            + " container that is gone. May be repeated.")
    private List<String> ended = new ArrayList<>();

    @Option(names = "--force-all", description = "The same of every run of another host.")
    private boolean all;

    private final Terminal terminal;

    public JournalPush(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var journals = terminal.journals();
        try {
            var pushed = journals.push(api.address(), run -> all || ended.contains(run));
            show(journals, pushed.stream().map(one -> tree(api, one)).toList());
            return exitCode(api, pushed).number();
        } catch (IOException unreadable) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The journal in "
                            + journals.folder()
                            + " can't be read: "
                            + unreadable.getMessage());
        }
    }

    private static JsonNode tree(Api api, Pushed pushed) {
        return switch (pushed) {
            case Known(var run, int requests) -> tree(run, "pushed", requests + " requests");
            case Alive(var run) -> tree(run, "alive", "its process is alive");
            case Elsewhere(var run, var host) ->
                    tree(
                            run,
                            "elsewhere",
                            "its process was on the host "
                                    + host
                                    + " and may be alive; when it is not, --force "
                                    + run);
            case Damaged(var run, var file) ->
                    tree(run, "damaged", "it can't be read as a journal; look at " + file);
            case Refused(var run, var answer, var aside) ->
                    tree(run, "refused", sentence(api, answer) + " It is kept as " + aside + ".");
            case Left(var run, var answer) -> tree(run, "left", sentence(api, answer));
        };
    }

    private static String sentence(Api api, Answer answer) {
        return Problems.stop(api, answer).sentence();
    }

    private static JsonNode tree(String run, String outcome, String told) {
        return Json.object().put("run", run).put("outcome", outcome).put("told", told);
    }

    /**
     * @throws Stop when some could not be sent now
     */
    private static ExitCode exitCode(Api api, List<Pushed> pushed) {
        var code = ExitCode.OK;
        for (var one : pushed) {
            switch (one) {
                case Known _, Alive _, Elsewhere _ -> {}
                case Refused _, Damaged _ -> code = ExitCode.CONFLICT;
                case Left left -> throw Problems.stop(api, left.answer());
            }
        }
        return code;
    }

    private void show(Journals journals, List<JsonNode> results) {
        if (results.isEmpty()) {
            terminal.say("There is nothing in " + journals.folder() + ".");
        }
        var columns =
                List.of(
                        new Column("RUN", one -> Json.text(one, "/run")),
                        new Column("OUTCOME", one -> Json.text(one, "/outcome")),
                        new Column("", one -> Json.text(one, "/told")));
        if (!results.isEmpty() || output.format() != Format.TABLE) {
            Printer.of(terminal, output).list(results, columns, one -> Json.text(one, "/run"));
        }
    }
}
