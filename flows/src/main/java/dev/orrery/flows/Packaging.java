package dev.orrery.flows;

import org.jspecify.annotations.Nullable;

/**
 * How the code of a deployment gets to a runner.
 *
 * @param path the folder, relative to the deployment's file; without one, the flow's
 * @param push whether the server keeps it
 * @param storage where it is kept instead
 */
public record Packaging(@Nullable String path, boolean push, @Nullable Storage storage) {

    static final Packaging PUSHED = new Packaging(null, true, null);
}
