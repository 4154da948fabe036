package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.schemas.report.Outcome;

/** How a local run ended: for the server, for people, for scripts. */
final class Outcomes {

    private Outcomes() {}

    static JsonNode tree(Outcome outcome) {
        var tree = Json.object();
        switch (outcome) {
            case Outcome.Completed completed -> {
                tree.put("kind", "completed");
                if (completed.result() != null) {
                    tree.set("result", completed.result().tree());
                }
            }
            case Outcome.Failed failed -> {
                tree.put("kind", "failed").put("message", failed.message());
                if (failed.exitCode() != null) {
                    tree.put("exitCode", failed.exitCode());
                }
            }
            case Outcome.Crashed crashed ->
                    tree.put("kind", "crashed").put("message", crashed.message());
            case Outcome.Cancelled cancelled ->
                    tree.put("kind", "cancelled").put("message", cancelled.message());
        }
        return tree;
    }

    static String sentence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed ->
                    completed.result() == null
                            ? "Completed"
                            : "Completed  " + completed.result().text();
            case Outcome.Failed failed -> "Failed  " + failed.message();
            case Outcome.Crashed crashed -> "Crashed  " + crashed.message();
            case Outcome.Cancelled cancelled -> "Cancelled  " + cancelled.message();
        };
    }

    static ExitCode exitCode(Outcome outcome) {
        return outcome instanceof Outcome.Completed ? ExitCode.OK : ExitCode.FAILED;
    }
}
