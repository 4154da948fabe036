package dev.orrery.cli.find;

import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;

/**
 * Finds runs by what a person calls them.
 *
 * @param api where they are
 */
public record Runs(Api api) {

    /** The id of a run, of an id or the beginning of one, or the name of a run. */
    public String id(String called) {
        if (Ids.isWhole(called)) {
            return called;
        }
        var meant = Ids.meant(api, "/v1/runs", called);
        var ids = meant.byId().keySet();
        if (ids.isEmpty()) {
            throw new Stop(
                    ExitCode.NOT_FOUND,
                    "There is no run '%s'; 'orrery run ls' lists them.".formatted(called));
        }
        if (ids.size() > 1) {
            throw Ids.ambiguous("runs", called, meant, run -> Json.text(run, "/name"));
        }
        return ids.iterator().next();
    }

    public static String path(String id) {
        return "/v1/runs/" + id;
    }
}
