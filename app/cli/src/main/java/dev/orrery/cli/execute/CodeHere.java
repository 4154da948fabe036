package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.create.HostName;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.pack.Unpacked;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings the code of a deployment to this machine.
 *
 * @param api where it was pushed to
 * @param terminal which may say what this machine is called
 * @param folder to put what was pushed into
 */
record CodeHere(Api api, Terminal terminal, Path folder) {

    /** Says in the specification of a run where its code is; nothing where it needs none. */
    void locate(JsonNode document, ObjectNode specification) throws IOException {
        var code = document.path("code");
        var path = Json.text(document, "/path");
        var kind = Json.text(code, "/kind");
        switch (kind) {
            case "" -> specification.put("path", path.isEmpty() ? null : path);
            case "pushed" -> specification.put("path", pushed(Json.text(code, "/artifact")));
            case "host" -> specification.put("path", host(Json.text(code, "/host"), path));
            // Whoever executes the run fetches it, here as on a runner.
            case "s3" -> specification.set("code", code);
            default ->
                    throw new Stop(
                            ExitCode.FAILED,
                            "The code is in a store of kind "
                                    + kind
                                    + ", which this program does not know; it is older than the"
                                    + " server.");
        }
    }

    private String pushed(String artifact) throws IOException {
        var archive = folder.resolve("code.tar.gz");
        api.download("/v1/artifacts/" + artifact, archive);
        var code = Files.createDirectory(folder.resolve("code"));
        Unpacked.unpack(archive, artifact, code);
        return code.toString();
    }

    private String host(String host, String path) {
        if (!host.equals(HostName.of(terminal))) {
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
