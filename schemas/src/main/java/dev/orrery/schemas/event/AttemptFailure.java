package dev.orrery.schemas.event;

import dev.orrery.schemas.deployment.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended that is followed by another.
 *
 * @param attempt its number
 * @param cause which of the ends that its policy names
 * @param exitCode of the process, where there was one
 * @param message why, as a sentence for people
 */
public record AttemptFailure(
        int attempt, RetryPolicy.RetryOn cause, @Nullable Integer exitCode, String message) {}
