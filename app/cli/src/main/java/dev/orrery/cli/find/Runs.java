package dev.orrery.cli.find;

import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;

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
        var found = Ids.meant(api, "/v1/runs", called);
        if (found.isEmpty()) {
            throw new Stop(
                    ExitCode.NOT_FOUND,
                    "There is no run '%s'; 'orrery run ls' lists them.".formatted(called));
        }
        if (found.size() > 1) {
            var shown = new ArrayList<String>();
            found.forEach((id, run) -> shown.add(id + "  " + Json.text(run, "/name")));
            throw Ids.ambiguous("runs", called, shown);
        }
        return found.keySet().iterator().next();
    }

    public static String path(String id) {
        return "/v1/runs/" + id;
    }
}
