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

    private static final int EXAMINED_MAX = 10_000;

    /** The id of a run, of an id or the beginning of one, or the name of a run. */
    public String id(String called) {
        if (Ids.isWhole(called)) {
            return called;
        }
        var prefix = Ids.prefix(called);
        var found = new ArrayList<String>();
        api.each(
                "/v1/runs",
                EXAMINED_MAX,
                item -> {
                    var id = Json.text(item, "/id");
                    var name = Json.text(item, "/name");
                    if ((prefix.isPresent() && id.startsWith(prefix.get()))
                            || name.equals(called)) {
                        found.add(id + "  " + name);
                    }
                    return true;
                });
        if (found.isEmpty()) {
            throw new Stop(
                    ExitCode.NOT_FOUND,
                    "There is no run '%s' among the newest %,d; 'orrery run ls' lists them."
                            .formatted(called, EXAMINED_MAX));
        }
        if (found.size() > 1) {
            throw Ids.ambiguous("runs", called, found);
        }
        return found.getFirst().substring(0, Ids.CHARACTERS);
    }

    public static String path(String id) {
        return "/v1/runs/" + id;
    }
}
