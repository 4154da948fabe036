package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.create.HostName;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.pack.Unpacked;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Brings the code of a deployment to this machine. */
final class CodeHere {

    private CodeHere() {}

    /**
     * The folder of the code; nothing where the deployment needs none.
     *
     * @param folder to put what was pushed into
     */
    static @Nullable String of(JsonNode document, Api api, Path folder) throws IOException {
        var code = document.path("code");
        var path = Json.text(document, "/path");
        return switch (Json.text(code, "/kind")) {
            case "" -> path.isEmpty() ? null : path;
            case "pushed" -> pushed(Json.text(code, "/artifact"), api, folder);
            case "host" -> host(Json.text(code, "/host"), path);
            default ->
                    throw new Stop(
                            ExitCode.FAILED,
                            "The code is in a store of kind "
                                    + Json.text(code, "/kind")
                                    + ", which runners alone can fetch; use 'orrery deployment run"
                                    + " --watch'.");
        };
    }

    private static String pushed(String artifact, Api api, Path folder) throws IOException {
        var archive = folder.resolve("code.tar.gz");
        api.download("/v1/artifacts/" + artifact, archive);
        var code = Files.createDirectory(folder.resolve("code"));
        Unpacked.unpack(archive, artifact, code);
        return code.toString();
    }

    private static String host(String host, String path) {
        if (!host.equals(HostName.ofMachine())) {
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
