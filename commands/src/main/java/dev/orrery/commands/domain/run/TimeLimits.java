package dev.orrery.commands.domain.run;

import org.jspecify.annotations.Nullable;

/**
 * How long an attempt may take.
 *
 * @param waitSeconds how long it may wait for a runner once it is due; without it, for ever
 * @param runSeconds how long its work may run; without it, for ever
 */
public record TimeLimits(@Nullable Integer waitSeconds, @Nullable Integer runSeconds) {

    public static final TimeLimits NONE = new TimeLimits(null, null);
}
