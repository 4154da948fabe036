package dev.orrery.schemas.id;

import java.util.UUID;

/** The id of something that has a history of its own: the subject of an event. */
public sealed interface AggregateId permits RootId, ScheduleId, BackfillId {

    UUID value();

    default Affinity affinity() {
        return Affinity.of(value());
    }
}
