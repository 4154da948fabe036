package dev.orrery.commands.domain.slot;

import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.Comparator;

/**
 * What counts when a run wants a slot.
 *
 * @param run its id
 * @param due when its attempt should start
 * @param priority the greater first
 */
public record Claim(RunId run, Instant due, int priority) {

    /** The oldest first. */
    public static final Comparator<Claim> BY_AGE =
            Comparator.comparing(Claim::due).thenComparing(Claim::run);

    /** As slots are given: by priority, then the oldest first. */
    public static final Comparator<Claim> IN_LINE =
            Comparator.comparingInt(Claim::priority).reversed().thenComparing(BY_AGE);

    boolean precedes(Claim other) {
        return IN_LINE.compare(this, other) < 0;
    }
}
