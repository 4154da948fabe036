package dev.orrery.commands.domain;

import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import java.util.List;

/** What a decider answers. */
public sealed interface Decision {

    /**
     * It is done. The first event is about what was asked for, others follow from it.
     *
     * @param events in order; none when it was so already
     */
    record Accepted(List<Event> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * It is refused and nothing changes.
     *
     * @param refusal with its stable code
     */
    record Refused(Reply.Rejected refusal) implements Decision {}

    static Decision accept(Event... events) {
        return new Accepted(List.of(events));
    }

    static Decision accept(List<Event> events) {
        return new Accepted(events);
    }

    static Decision unchanged() {
        return new Accepted(List.of());
    }

    static Decision refuse(Refusal refusal, String message) {
        return new Refused(refusal.because(message));
    }
}
