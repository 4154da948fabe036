package dev.orrery.commands.api;

import dev.orrery.schemas.deployment.Json;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks for a run. Everything may be left out.
 *
 * @param name for people
 * @param parameters laid over the deployment's
 */
record RunBody(@Nullable String name, @Nullable Json parameters) {
    static final RunBody EMPTY = new RunBody(null, null);
}
