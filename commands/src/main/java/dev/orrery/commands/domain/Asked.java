package dev.orrery.commands.domain;

import dev.orrery.schemas.id.CommandId;
import java.time.Instant;

/**
 * The circumstances of a command, so that deciding needs no clock and makes no id of its own.
 *
 * @param at when it is decided
 * @param actor who asks; two who call their commands the same mean two commands
 * @param command what the client called it; the run that it makes is named after both
 */
public record Asked(Instant at, String actor, CommandId command) {}
