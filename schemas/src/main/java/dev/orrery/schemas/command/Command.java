package dev.orrery.schemas.command;

import dev.orrery.schemas.id.AggregateId;

/** Something that a client wants. */
public sealed interface Command permits DeploymentCommand, RunCommand, ViewsCommand {

    /** What it concerns; its affinity says which partition decides. */
    AggregateId target();
}
