package dev.orrery.cli.find;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Finds deployments by what a person calls them.
 *
 * @param api where they are
 */
public record Deployments(Api api) {

    private static final String NO_DEPLOYMENT = "(DEPLOYMENT_NOT_FOUND";

    /** Of {@code flow/name}, an id, the beginning of one, or a name that one flow alone has. */
    public JsonNode find(String called) {
        int slash = called.indexOf('/');
        if (slash >= 0) {
            return named(called, path(called.substring(0, slash), called.substring(slash + 1)));
        }
        if (Ids.isWhole(called)) {
            return api.get("/v1/deployments/" + called);
        }
        var meant = Ids.meant(api, "/v1/deployments", called);
        var found = meant.byId().values();
        if (found.isEmpty()) {
            throw absent(called);
        }
        if (found.size() > 1) {
            throw Ids.ambiguous("deployments", called, meant, Deployments::name);
        }
        return found.iterator().next();
    }

    /** The address of one, without a look where none is needed. */
    private String address(String called) {
        int slash = called.indexOf('/');
        if (slash >= 0) {
            return path(called.substring(0, slash), called.substring(slash + 1));
        }
        return "/v1/deployments/" + (Ids.isWhole(called) ? called : Json.text(find(called), "/id"));
    }

    /**
     * Does something to one.
     *
     * @param below what is written to, below its address
     */
    public JsonNode write(String method, String called, String below, @Nullable JsonNode body) {
        try {
            return api.write(method, address(called) + below, body);
        } catch (Stop refused) {
            throw refused.sentence().contains(NO_DEPLOYMENT) ? absent(called) : refused;
        }
    }

    public static String path(String flow, String name) {
        return "/v1/deployments/" + Api.encode(flow) + "/" + Api.encode(name);
    }

    public static String name(JsonNode deployment) {
        return Json.text(deployment, "/flow") + "/" + Json.text(deployment, "/name");
    }

    /** The server speaks of its id, which nobody typed. */
    private JsonNode named(String called, String path) {
        try {
            return api.get(path);
        } catch (Stop refused) {
            throw refused.exitCode() == ExitCode.NOT_FOUND ? absent(called) : refused;
        }
    }

    private static Stop absent(String called) {
        return new Stop(
                ExitCode.NOT_FOUND,
                "There is no deployment '"
                        + called
                        + "'; 'orrery deployment ls' lists those that there are.");
    }
}
