package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.show.Format;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: its states on standard error; its output where the run itself wrote it,
 * or, for a program, the run as it ended.
 */
public final class Watch {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private static final long LOOK_EVERY_MILLIS = 100;

    /** Output has a way of its own, and the last of it may come after the run's end. */
    private static final int QUIET_LOOKS = 3;

    private final Api api;
    private final Terminal terminal;
    private final Printer printer;
    private final String run;
    private final Output output;
    private int statesShown;

    public Watch(Api api, Terminal terminal, Printer printer, String run) {
        this.api = api;
        this.terminal = terminal;
        this.printer = printer;
        this.run = run;
        this.output = new Output(api, run);
    }

    /**
     * Leaves out what is known already, for who asks for one more attempt.
     *
     * @param seen the run as it was before
     */
    public Watch goingOnFrom(JsonNode seen) {
        statesShown = seen.path("timeline").size();
        output.beginAt(seen.path("attempt").asLong() + 1);
        return this;
    }

    /**
     * Returns when the run has ended.
     *
     * @param patience how long it is watched; without, for ever
     */
    public ExitCode untilEnd(@Nullable Duration patience) {
        try {
            return watched(patience);
        } catch (Stop away) {
            throw away.exitCode() == ExitCode.UNREACHABLE
                    ? new Stop(
                            ExitCode.UNREACHABLE,
                            away.sentence()
                                    + " The run "
                                    + run
                                    + " may go on; 'orrery run watch' shows it.")
                    : away;
        }
    }

    private ExitCode watched(@Nullable Duration patience) {
        long start = System.nanoTime();
        int quiet = 0;
        while (true) {
            var seen = api.get(Runs.path(run));
            // The last word comes last, and output that is on its way before it.
            showStates(seen, Ending.of(seen) ? 1 : 0);
            var any = printer.format() == Format.TABLE && showOutput(seen);
            if (Ending.of(seen)) {
                quiet = any ? 0 : quiet + 1;
                if (quiet == QUIET_LOOKS || printer.format() != Format.TABLE) {
                    showStates(seen, 0);
                    return ended(seen);
                }
            } else if (patience != null && System.nanoTime() - start > patience.toNanos()) {
                throw new Stop(
                        ExitCode.TIMED_OUT,
                        "The run %s is %s after %d s and goes on; 'orrery run watch' shows it."
                                .formatted(
                                        run, Json.text(seen, "/state/name"), patience.toSeconds()));
            }
            if (terminal.out().checkError()) {
                throw new Stop(ExitCode.FAILED, "Nobody reads on; the run goes on.");
            }
            pause();
        }
    }

    private ExitCode ended(JsonNode seen) {
        if (printer.format() != Format.TABLE) {
            printer.one(seen, List.of(), run);
        }
        return Ending.exitCode(seen);
    }

    private void showStates(JsonNode seen, int held) {
        var timeline = seen.path("timeline");
        for (; statesShown < timeline.size() - held; statesShown++) {
            var state = timeline.get(statesShown);
            var name = terminal.style().state(Json.text(state, "/type"), Json.text(state, "/name"));
            var message = Json.text(state, "/message");
            terminal.say(
                    clock(Json.text(state, "/time"))
                            + "  "
                            + name
                            + (message.isEmpty() ? "" : "  " + message));
        }
    }

    private boolean showOutput(JsonNode seen) {
        return output.read(
                seen.path("attempt").asLong(),
                line -> {
                    var text = Json.text(line, "/text");
                    if (Output.isOut(line)) {
                        terminal.out().println(text);
                        terminal.out().flush();
                    } else {
                        terminal.say(text);
                    }
                });
    }

    /** The time of an ISO text, to the millisecond; that of a whole second has no fraction. */
    private static String clock(String time) {
        try {
            return CLOCK.format(Instant.parse(time));
        } catch (DateTimeException foreign) {
            return time;
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The watch was interrupted; the run goes on.");
        }
    }
}
