package dev.orrery.cli.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.runner.work.Assignment;
import dev.orrery.schemas.report.Outcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** The run as it ended, by the names that the server has, which may not know of it yet. */
    static JsonNode run(Assignment assignment, Outcome outcome) {
        var told = tree(outcome);
        var kind = Json.text(told, "/kind");
        var tree = Json.object();
        tree.put("id", assignment.run().toString()).put("flow", assignment.flow());
        tree.putObject("deployment").put("id", assignment.deployment().toString());
        tree.set("parameters", assignment.specification().parameters().tree());
        var state = tree.putObject("state").put("type", kind.toUpperCase(Locale.ROOT));
        state.put("name", name(outcome));
        if (told.has("message")) {
            state.set("message", told.get("message"));
        }
        for (var field : List.of("exitCode", "result")) {
            if (told.has(field)) {
                tree.set(field, told.get(field));
            }
        }
        return tree;
    }

    /** What people call the state that it ends in, where that is finer than its kind. */
    static @Nullable String finerName(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? switch (failed.kind()) {
                    case TIMED_OUT, QUEUE_TIMED_OUT -> "TimedOut";
                    case EXIT_CODE, NOT_STARTED -> null;
                }
                : null;
    }

    private static String name(Outcome outcome) {
        var finer = finerName(outcome);
        return finer == null ? outcome.getClass().getSimpleName() : finer;
    }

    static String sentence(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed ->
                    completed.result() == null
                            ? "Completed"
                            : "Completed  " + completed.result().text();
            case Outcome.Failed failed -> name(failed) + "  " + failed.message();
            case Outcome.Crashed crashed -> "Crashed  " + crashed.message();
            case Outcome.Cancelled cancelled -> "Cancelled  " + cancelled.message();
        };
    }

    static ExitCode exitCode(Outcome outcome) {
        return outcome instanceof Outcome.Completed ? ExitCode.OK : ExitCode.FAILED;
    }
}
