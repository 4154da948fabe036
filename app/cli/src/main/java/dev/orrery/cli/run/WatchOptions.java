package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.parse.Moments;
import dev.orrery.cli.show.Printer;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether whoever asked for a run, or for many, stays to see how it goes. */
public final class WatchOptions {

    @Option(
            names = {"-w", "--watch"},
            description = "Show it until it ends.")
    private boolean watch;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Watch so long at most, then exit with 6; it goes on.")
    private @Nullable String timeout;

    public boolean isWatched() {
        return watch;
    }

    /**
     * Looks before anything is asked for.
     *
     * @throws Stop when they contradict each other, or the time-out is no duration
     */
    public void check() {
        if (timeout != null && !watch) {
            throw Stop.usage("--timeout says how long it is watched; add --watch.");
        }
        var _ = patience();
    }

    /** Watches a run to its end; returns the exit code. */
    public int follow(Api api, Terminal terminal, Printer printer, String run) {
        return watch(api, terminal, printer, run).untilEnd(patience()).number();
    }

    /**
     * Watches the next attempt of a run to its end; returns the exit code.
     *
     * @param before the run as it was before another attempt was asked for
     */
    int followNext(Api api, Terminal terminal, Printer printer, String run, JsonNode before) {
        return watch(api, terminal, printer, run).goingOnFrom(before).untilEnd(patience()).number();
    }

    private Watch watch(Api api, Terminal terminal, Printer printer, String run) {
        return new Watch(api.following(terminal::say, patience()), terminal, printer, run);
    }

    /** How long it is watched; without, for ever. */
    public @Nullable Duration patience() {
        return timeout == null ? null : Moments.duration("--timeout", timeout);
    }
}
