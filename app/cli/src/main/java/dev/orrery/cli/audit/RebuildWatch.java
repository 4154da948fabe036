package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.util.concurrent.TimeUnit;

/** Shows how far a rebuild of the views is, on standard error. */
final class RebuildWatch {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Api api;
    private final Terminal terminal;
    private final Printer printer;

    RebuildWatch(Api api, Terminal terminal, Printer printer) {
        this.api = api.following(terminal::say, null);
        this.terminal = terminal;
        this.printer = printer;
    }

    /**
     * Returns when the node that is asked reads what was built, or it was given up.
     *
     * @param version of the views when it was decided to build
     */
    ExitCode untilEnd(long version) {
        var built = "";
        var said = "";
        while (true) {
            var seen = api.get(AuditRebuild.REBUILDS);
            var building = Json.text(seen, "/building");
            // The node hears of the decision a moment after it is made.
            boolean isHeard = seen.path("version").asLong() >= version;
            if (isHeard && building.isEmpty() && isRead(seen)) {
                return ended(seen, built);
            }
            if (isHeard && !building.isEmpty()) {
                built = building;
                var progress = progress(seen, building);
                if (!progress.equals(said)) {
                    terminal.say(progress);
                    said = progress;
                }
            }
            pause();
        }
    }

    private static boolean isRead(JsonNode seen) {
        return seen.path("live").asInt() == seen.path("here").asInt();
    }

    private ExitCode ended(JsonNode seen, String built) {
        var live = Json.text(seen, "/live");
        if (!built.isEmpty() && !built.equals(live)) {
            throw new Stop(
                    ExitCode.FAILED,
                    "Generation "
                            + built
                            + " of the views was abandoned; generation "
                            + live
                            + " is read as before.");
        }
        printer.done("Generation " + live + " of the views is read", seen, live);
        return ExitCode.OK;
    }

    private static String progress(JsonNode seen, String building) {
        long position = 0;
        long end = 0;
        for (var part : seen.path("progress")) {
            position += part.path("position").asLong();
            end += part.path("end").asLong();
        }
        var stopped = Json.text(seen, "/stopped");
        return "Generation %s of the views: %d of %d records%s"
                .formatted(
                        building,
                        position,
                        end,
                        stopped.isEmpty() ? "" : "; it can't go on: " + stopped);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The watch was interrupted; the rebuild goes on.");
        }
    }
}
