package dev.orrery.commands.api;

import org.jspecify.annotations.Nullable;

/**
 * To which document a client wants a deployment to go back.
 *
 * @param revision the number of that document
 */
record RollBackBody(@Nullable Integer revision) {}
