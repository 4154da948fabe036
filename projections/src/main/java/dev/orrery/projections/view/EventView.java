package dev.orrery.projections.view;

import dev.orrery.schemas.event.Event;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is served: a CloudEvent's attributes with its body. {@link EventRow} reads it
 * back.
 *
 * @param id {@code partition:sequence}
 * @param sequence of the event on its partition
 * @param version of the subject after it
 * @param type what happened
 * @param subject the id of what it happened to
 * @param root the id of the root aggregate
 * @param time when it was decided
 * @param actor who caused it
 * @param commandId what the client called the command that it came from
 * @param causationId the event that it follows from
 * @param reason why, in the caller's words
 * @param state what state a run came into by it, where it did
 * @param data what happened; without the fence of a lease, which is a key and not a fact to show
 */
record EventView(
        String id,
        long sequence,
        long version,
        String type,
        UUID subject,
        String root,
        Instant time,
        String actor,
        @Nullable String commandId,
        @Nullable String causationId,
        @Nullable String reason,
        @Nullable State state,
        Event data) {

    /**
     * A state of a run.
     *
     * @param type what filters go by
     * @param name what people read
     * @param message why, as a sentence
     * @param time since when: the event's time, or what a process said that was there
     */
    record State(StateType type, String name, @Nullable String message, Instant time) {

        static @Nullable State of(@Nullable RunState state) {
            return state == null
                    ? null
                    : new State(state.type(), state.name(), state.message(), state.time());
        }
    }
}
