package dev.orrery.commands.api;

import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.id.RunId;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is, as the process that executes it writes it.
 *
 * @param fence of that process
 * @param type the state
 * @param name what people read, finer than the state
 * @param message why, as a sentence for people
 * @param changedAt since when, as ISO 8601 with an offset
 */
record StateBody(
        @Nullable String fence,
        @Nullable String type,
        @Nullable String name,
        @Nullable String message,
        @Nullable String changedAt) {

    ChangeTracked toCommand(RunId run) {
        return new ChangeTracked(
                run,
                Fields.fence(fence, "/fence"),
                Fields.state(type, "/type"),
                name,
                message,
                Fields.time(Fields.required(changedAt, "/changedAt"), "/changedAt"));
    }
}
