package dev.orrery.commands.domain.deployment;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a state, as a process says it. It may make a name of its own; one that has a
 * meaning everywhere keeps it.
 */
final class StateNames {

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("Scheduled", "SCHEDULED"),
                    Map.entry("Late", "SCHEDULED"),
                    Map.entry("Resuming", "SCHEDULED"),
                    Map.entry("AwaitingRetry", "SCHEDULED"),
                    Map.entry("AwaitingConcurrencySlot", "SCHEDULED"),
                    Map.entry("Pending", "PENDING"),
                    Map.entry("Running", "RUNNING"),
                    Map.entry("Retrying", "RUNNING"),
                    Map.entry("Paused", "PAUSED"),
                    Map.entry("Suspended", "PAUSED"),
                    Map.entry("Cancelling", "CANCELLING"),
                    Map.entry("Completed", "COMPLETED"),
                    Map.entry("Failed", "FAILED"),
                    Map.entry("TimedOut", "FAILED"),
                    Map.entry("Crashed", "CRASHED"),
                    Map.entry("Cancelled", "CANCELLED"));

    private StateNames() {}

    /**
     * @param type the state's, such as {@code FAILED}
     */
    static void check(FirstWrong wrong, String field, @Nullable String name, String type) {
        if (name != null) {
            wrong.text(field, name);
            var only = TYPES.getOrDefault(name, type);
            wrong.require(
                    only.equals(type),
                    field,
                    "'" + name + "' names a state " + only + ", and this one is " + type + ".");
        }
    }
}
