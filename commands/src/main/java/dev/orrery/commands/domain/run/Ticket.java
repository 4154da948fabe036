package dev.orrery.commands.domain.run;

import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run that runners execute carries through its life.
 *
 * @param id its id
 * @param deployment whose it is
 * @param revision the revision of the deployment that it carries
 * @param attempt the number of the attempt that is, or is next; from 1
 * @param scheduledFor when this attempt should start
 * @param priority among those that wait for a slot, the greater first
 * @param limits how long an attempt may take
 * @param slot whether it has one of its deployment's slots
 * @param fresh whether it was asked for a later time and nothing became of it since: what its
 *     deployment does with a run that finds no slot is then still to be asked
 * @param reported the fence of the attempt that ended last, by which a repeated report is known;
 *     none when none ended, or its lease was lost
 * @param leased the fences of the latest leases, however they ended, the last first: what asks for
 *     one of them once more is a repetition that was held up, and gets no other
 * @param returns how often this attempt was given back before its work began
 */
public record Ticket(
        RunId id,
        DeploymentId deployment,
        int revision,
        int attempt,
        Instant scheduledFor,
        int priority,
        TimeLimits limits,
        boolean slot,
        boolean fresh,
        @Nullable Fence reported,
        List<Fence> leased,
        int returns) {

    /** No repetition is held up for longer than it takes to lease a run so often. */
    private static final int LEASES_REMEMBERED = 8;

    public Ticket {
        leased = List.copyOf(leased);
    }

    Ticket withSlot() {
        return with(attempt, scheduledFor, true, reported, leased, returns);
    }

    Ticket withoutSlot() {
        return with(attempt, scheduledFor, false, reported, leased, returns);
    }

    /** As it is, and not fresh any more. */
    Ticket known() {
        return with(attempt, scheduledFor, slot, reported, leased, returns);
    }

    Ticket leased(Fence fence) {
        var fences = Stream.concat(Stream.of(fence), leased.stream()).limit(LEASES_REMEMBERED);
        return with(attempt, scheduledFor, slot, reported, fences.toList(), returns);
    }

    /** Its runner gave it back. */
    Ticket returned() {
        return with(attempt, scheduledFor, slot, reported, leased, returns + 1);
    }

    /** The moment after which it has waited for longer than it may; none where it may for ever. */
    public @Nullable Instant waitsUntil() {
        var seconds = limits.waitSeconds();
        return seconds == null ? null : scheduledFor.plusSeconds(seconds);
    }

    /** For the same attempt, at another time. */
    Ticket at(Instant time) {
        return with(attempt, time, slot, reported, leased, returns);
    }

    /** For another attempt, which has to find a slot of its own. */
    Ticket next(int nextAttempt, Instant time, @Nullable Fence ended) {
        return with(nextAttempt, time, false, ended, leased, 0);
    }

    /** Of whatever changes a run, nothing leaves it fresh. */
    private Ticket with(
            int newAttempt,
            Instant time,
            boolean newSlot,
            @Nullable Fence ended,
            List<Fence> held,
            int givenBack) {
        return new Ticket(
                id,
                deployment,
                revision,
                newAttempt,
                time,
                priority,
                limits,
                newSlot,
                false,
                ended,
                held,
                givenBack);
    }
}
