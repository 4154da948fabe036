package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;

/**
 * Where the code of a deployment is, seen from this machine.
 *
 * @param terminal which may say what this machine is called
 */
record CodeHere(Terminal terminal) {

    /** Says in the specification of a run where its code is; nothing where it needs none. */
    void locate(JsonNode document, ObjectNode specification) {
        var code = document.path("code");
        var path = Json.text(document, "/path");
        var kind = Json.text(code, "/kind");
        switch (kind) {
            case "" -> specification.put("path", path.isEmpty() ? null : path);
            case "host" -> specification.put("path", host(Json.text(code, "/host"), path));
            // Whoever executes the run fetches it, here as on a runner.
            case "pushed", "s3" -> specification.set("code", code);
            default ->
                    throw new Stop(
                            ExitCode.FAILED,
                            "The code is in a store of kind "
                                    + kind
                                    + ", which this program does not know; it is older than the"
                                    + " server.");
        }
    }

    private String host(String host, String path) {
        if (!host.equals(terminal.host())) {
            throw new Stop(
                    ExitCode.CONFLICT,
                    "The code is on the host "
                            + host
                            + " alone; execute it there, or push it: 'orrery deployment create'"
                            + " without --no-push.");
        }
        return path;
    }
}
