package dev.orrery.cli.find;

import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;

/** Finds what has a history of its own, by what a person calls it. */
public final class Subjects {

    private Subjects() {}

    /** The id of a deployment by its name, or of whatever has that id; runs come first. */
    public static String id(Api api, String called) {
        if (called.contains("/")) {
            return Json.text(new Deployments(api).find(called), "/id");
        }
        try {
            return new Runs(api).id(called);
        } catch (Stop none) {
            if (none.exitCode() != ExitCode.NOT_FOUND) {
                throw none;
            }
            return Json.text(new Deployments(api).find(called), "/id");
        }
    }

    /**
     * Where a deployment or a run is read, below the address of either kind.
     *
     * @return such as {@code deployments/hello/daily} or {@code runs/ID}
     */
    public static String path(Api api, String called) {
        int slash = called.indexOf('/');
        if (slash >= 0) {
            var flow = Api.encode(called.substring(0, slash));
            return "deployments/" + flow + "/" + Api.encode(called.substring(slash + 1));
        }
        var id = id(api, called);
        return (api.exists(Runs.path(id)) ? "runs/" : "deployments/") + id;
    }
}
