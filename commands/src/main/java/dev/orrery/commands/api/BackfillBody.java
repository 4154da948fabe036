package dev.orrery.commands.api;

import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.id.DeploymentId;
import org.jspecify.annotations.Nullable;

/**
 * A range to make up for as a client writes it.
 *
 * @param from its first moment
 * @param to its last moment
 * @param atOnce how many of its runs may be under way at once; without it, one
 */
record BackfillBody(@Nullable String from, @Nullable String to, @Nullable Integer atOnce) {

    BackfillSchedule toCommand(DeploymentId deployment, String schedule) {
        return new BackfillSchedule(
                deployment,
                schedule,
                Fields.time(Fields.required(from, "/from"), "/from"),
                Fields.time(Fields.required(to, "/to"), "/to"),
                atOnce == null ? 1 : atOnce);
    }
}
