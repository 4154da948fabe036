package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.util.List;
import java.util.Optional;

/**
 * The answer that follows from the events of a command: the first is about what was asked for, the
 * last says how far the log is. The log alone gives the same answer again.
 */
final class Acceptance {

    private Acceptance() {}

    static Optional<Accepted> of(List<Appender.Entry> entries) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        var first = entries.getFirst();
        var last = entries.getLast().header().id();
        var answer = of(first.header(), first.event());
        return Optional.of(reaching(answer, last.sequence()));
    }

    /** The answer after the first event of a command. */
    static Accepted of(EventHeader header, Event event) {
        var effect =
                event instanceof DeploymentCreated
                                || event instanceof RunRequested
                                || event instanceof RunTracked
                                || event instanceof BackfillStarted
                        ? Effect.CREATED
                        : Effect.CHANGED;
        return new Accepted(
                effect,
                header.subject(),
                header.version(),
                header.id().partition(),
                header.id().sequence(),
                event instanceof DeploymentUpdated updated ? updated.changed() : List.of());
    }

    /** The answer after one more event of the same command. */
    static Accepted reaching(Accepted answer, long sequence) {
        return new Accepted(
                answer.effect(),
                answer.subject(),
                answer.version(),
                answer.partition(),
                sequence,
                answer.changed());
    }
}
