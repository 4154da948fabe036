package dev.orrery.projections.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One state that a run was in.
 *
 * @param type what filters go by
 * @param name what people read
 * @param message why, as a sentence
 * @param time since when
 * @param attempt the number of the attempt; 0 before the first lease
 * @param event the event that led to it, {@code partition:sequence}
 */
public record TimelineEntry(
        StateType type,
        String name,
        @Nullable String message,
        Instant time,
        int attempt,
        String event) {}
