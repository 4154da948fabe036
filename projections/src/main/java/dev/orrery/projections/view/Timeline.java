package dev.orrery.projections.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states that a run was in, read from its events: they say it all, so no row repeats it. */
public final class Timeline {

    private final List<Entry> entries = new ArrayList<>();
    private int attempt;

    /**
     * One state.
     *
     * @param type what filters go by
     * @param name what people read
     * @param message why, as a sentence
     * @param time since when
     * @param attempt the number of the attempt; 0 before the first lease
     * @param event the event that led to it, {@code partition:sequence}
     */
    public record Entry(
            StateType type,
            String name,
            Instant time,
            @Nullable String message,
            int attempt,
            String event) {}

    /** Adds the next event of the run, as it is stored. */
    public Timeline with(byte[] row) {
        var event = ViewJson.read(row, Event.class);
        if (event.data.attempt != null) {
            attempt = event.data.attempt;
        } else if (event.data.tracked != null) {
            attempt = 1;
        }
        var state = event.state;
        if (state != null) {
            entries.add(
                    new Entry(
                            state.type(),
                            state.name(),
                            state.time(),
                            state.message(),
                            attempt,
                            event.id));
        }
        return this;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The parts of an {@link EventView} that matter here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Event(String id, EventView.@Nullable State state, Data data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(@Nullable Integer attempt, @Nullable Object tracked) {}
}
