package dev.orrery.schemas.event;

import dev.orrery.schemas.id.AggregateId;

/** Something that happened to one aggregate. */
public sealed interface Event
        permits DeploymentEvent, RunEvent, ScheduleEvent, BackfillEvent, ViewsEvent {

    /** What it happened to. */
    AggregateId subject();
}
