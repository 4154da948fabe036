package dev.orrery.cli.schedule;

import dev.orrery.cli.find.Backfills;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.WriteOptions;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.run.WatchOptions;
import dev.orrery.cli.show.OutputOptions;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Terminal;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the nominal times of a range. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the nominal times of a range that has passed, in order, 10,000 at most.",
            "With --watch it shows how far it is until it and its runs have ended, and exits with"
                    + " 0 when all of them completed and with 1 when not. A backfill that was"
                    + " cancelled or stopped did not complete, whatever its runs did."
        },
        footer = {
            "%nExamples:",
            "  orrery schedule backfill hello-world/hello-world-daily nightly \\",
            "    --from 2026-11-01 --to 2026-11-08 --at-once 2 --watch"
        })
public final class ScheduleBackfill implements Callable<Integer> {

    @Mixin private WriteOptions server = new WriteOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(
            index = "0",
            paramLabel = "FLOW/NAME",
            description = "Its name, id or the beginning of its id.")
    private String deployment = "";

    @Parameters(index = "1", paramLabel = "SCHEDULE", description = "One of its schedules.")
    private String schedule = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The first moment; without an offset, in your time zone.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TIME",
            description =
                    "The last moment, which has passed; a day alone is its midnight, so that the"
                            + " times of this day are left out.")
    private String to = "";

    @Option(
            names = "--at-once",
            paramLabel = "N",
            description = "How many runs may be under way at once, 1 to 100 (default: 1).")
    private int atOnce = 1;

    @Mixin private WatchOptions watching = new WatchOptions();

    private final Terminal terminal;

    public ScheduleBackfill(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        watching.check();
        var zone = ZoneId.systemDefault();
        var body =
                Json.object()
                        .put("from", Moments.time("--from", from, zone))
                        .put("to", Moments.time("--to", to, zone))
                        .put("atOnce", atOnce);
        var api = server.connect(terminal);
        var backfills = new Backfills(api, deployment);
        var answer = backfills.start(schedule, body);
        var id = Json.text(answer, "/id");
        var printer = Printer.of(terminal, output);
        if (watching.isWatched()) {
            terminal.say("Backfill " + id + " of '" + deployment + "'");
            var patience = watching.patience();
            var following = api.following(terminal::say, patience);
            return new BackfillWatch(following, terminal, printer, backfills.path(id))
                    .untilEnd(patience)
                    .number();
        }
        printer.done("Started backfill " + id + " of '" + deployment + "'", answer, id);
        return ExitCode.OK.number();
    }
}
