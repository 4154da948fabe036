package dev.orrery.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Shows how far a backfill is, on standard error; for a program, the backfill as it ended. */
final class BackfillWatch {

    private static final long LOOK_EVERY_MILLIS = 250;

    private final Api api;
    private final Terminal terminal;
    private final Printer printer;
    private final String path;

    /**
     * @param path where the backfill is read
     */
    BackfillWatch(Api api, Terminal terminal, Printer printer, String path) {
        this.api = api;
        this.terminal = terminal;
        this.printer = printer;
        this.path = path;
    }

    /**
     * Returns when the backfill has ended, and one that completed has no run under way.
     *
     * @param patience how long it is watched; without, for ever
     */
    ExitCode untilEnd(@Nullable Duration patience) {
        long start = System.nanoTime();
        var said = "";
        while (true) {
            var seen = api.get(path);
            var progress = progress(seen);
            if (!progress.equals(said)) {
                terminal.say(progress);
                said = progress;
            }
            if (hasEnded(seen)) {
                return ended(seen);
            }
            if (patience != null && System.nanoTime() - start > patience.toNanos()) {
                throw new Stop(
                        ExitCode.TIMED_OUT,
                        "After %d s %s; the backfill goes on, and 'orrery schedule backfills' shows it."
                                .formatted(patience.toSeconds(), progress));
            }
            pause();
        }
    }

    /** A run that failed and is attempted once more by hand may outlast the backfill. */
    private static boolean hasEnded(JsonNode seen) {
        return isCompleted(seen)
                ? number(seen, "/underWay") == 0
                : !Json.text(seen, "/state").equals("RUNNING");
    }

    private static boolean isCompleted(JsonNode seen) {
        return Json.text(seen, "/state").equals("COMPLETED");
    }

    private static String progress(JsonNode seen) {
        int failed = number(seen, "/failed");
        return "%d of %d ended%s"
                .formatted(
                        number(seen, "/completed") + failed,
                        number(seen, "/count"),
                        failed == 0 ? "" : ", " + failed + " failed");
    }

    private ExitCode ended(JsonNode seen) {
        if (printer.format() == Format.TABLE) {
            terminal.say(Json.text(seen, "/state") + "  " + Json.text(seen, "/message"));
            if (number(seen, "/failed") > 0) {
                terminal.say(
                        "'orrery run ls --backfill %s --state failed,crashed,cancelled' lists those that failed."
                                .formatted(Json.text(seen, "/id")));
            }
        } else {
            printer.one(seen, List.of(), Json.text(seen, "/id"));
        }
        var all = number(seen, "/completed") == number(seen, "/count");
        return all && isCompleted(seen) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static int number(JsonNode seen, String pointer) {
        return seen.at(pointer).asInt();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The watch was interrupted; the backfill goes on.");
        }
    }
}
