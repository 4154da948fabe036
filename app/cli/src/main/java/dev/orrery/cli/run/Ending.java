package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;

/** How runs end. */
public final class Ending {

    private Ending() {}

    public static boolean of(JsonNode run) {
        return !Json.text(run, "/endedAt").isEmpty();
    }

    static ExitCode exitCode(JsonNode run) {
        return Json.text(run, "/state/type").equals("COMPLETED") ? ExitCode.OK : ExitCode.FAILED;
    }
}
