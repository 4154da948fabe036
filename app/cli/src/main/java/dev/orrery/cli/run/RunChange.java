package dev.orrery.cli.run;

import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The changes of a run that need no more than its name. */
@Command(mixinStandardHelpOptions = true)
public final class RunChange implements Callable<Integer> {

    /** What is done to it. */
    public enum Change {
        CANCEL("/cancel", "Cancelled", "Already asked to end:"),
        PAUSE("/pause", "Paused", "Already paused"),
        RESUME("/resume", "Resumed", "Not paused:");

        private final String below;
        private final String done;
        private final String unchanged;

        Change(String below, String done, String unchanged) {
            this.below = below;
            this.done = done;
            this.unchanged = unchanged;
        }
    }

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "RUN", description = "Its id, the beginning of its id, or its name.")
    private String run = "";

    private final Terminal terminal;
    private final Change change;

    public RunChange(Terminal terminal, Change change) {
        this.terminal = terminal;
        this.change = change;
    }

    @Override
    public Integer call() {
        var api = server.connect(terminal);
        var id = new Runs(api).id(run);
        var answer = api.write("POST", Runs.path(id) + change.below, null);
        var again = Json.text(answer, "/effect").equals("unchanged");
        var sentence = (again ? change.unchanged : change.done) + " run " + id;
        if (change == Change.CANCEL && !again && output.format() == Format.TABLE) {
            sentence = cancelled(api, id);
        }
        Printer.of(terminal, output).done(sentence, answer, id);
        return ExitCode.OK.number();
    }

    /** Work that goes on is only asked to end, and that of a process of its own not even that. */
    private String cancelled(Api api, String id) {
        try {
            var seen = api.get(Runs.path(id));
            var done = change.done + " run " + id;
            if (Json.text(seen, "/cause/kind").equals("REPORTED")) {
                return done + "; the process that executes it can't be told";
            }
            return Json.text(seen, "/state/type").equals("CANCELLING") ? asked(id) : done;
        } catch (Stop unseen) {
            // It is cancelled all the same, and how far that is may be looked at later.
            terminal.say(unseen.sentence());
            return asked(id);
        }
    }

    private static String asked(String id) {
        return "Asked run " + id + " to end; 'orrery run watch' shows when it has";
    }
}
