package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides and writes down: the one way by which anything happens. A mistake in a pure decision is
 * answered as {@code INTERNAL} and stops nobody; a mistake anywhere else ends the process.
 */
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** What came of it. */
    sealed interface Settled {

        /**
         * @param entries what was appended, nothing when it was so already
         */
        record Done(List<Appender.Entry> entries) implements Settled {}

        /**
         * @param refusal why nothing was appended
         */
        record Refused(Rejected refusal) implements Settled {}
    }

    private final Appender appender;
    private final Liveness liveness;

    Ledger(Appender appender, Liveness liveness) {
        this.appender = appender;
        this.liveness = liveness;
    }

    Settled settle(
            RootId root, Cause cause, Function<Instant, Decision> decider, long clockMillis) {
        var settled = weigh(root, cause, decider, clockMillis);
        switch (settled) {
            case Settled.Refused _ -> {}
            case Settled.Done done -> {
                appender.append(done.entries());
                liveness.after(done.entries(), clockMillis);
            }
        }
        return settled;
    }

    /** What settling would come to; nothing is written. */
    Settled weigh(RootId root, Cause cause, Function<Instant, Decision> decider, long clockMillis) {
        var now = appender.now(clockMillis);
        return switch (decideSafely(root, decider, now)) {
            case Decision.Refused refused -> new Settled.Refused(refused.refusal());
            case Decision.Accepted accepted -> prepare(root, accepted.events(), cause, now);
        };
    }

    Instant now(long clockMillis) {
        return appender.now(clockMillis);
    }

    private Settled prepare(RootId root, List<Event> events, Cause cause, Instant now) {
        var entries = appender.prepare(root, events, cause, now);
        for (var entry : entries) {
            if (entry.written().value().length > Limits.EVENT_BYTES_MAX) {
                return new Settled.Refused(
                        Refusal.COMMAND_TOO_LARGE.because(
                                "The event "
                                        + entry.event().getClass().getSimpleName()
                                        + " would have "
                                        + entry.written().value().length
                                        + " bytes; it may have "
                                        + Limits.EVENT_BYTES_MAX
                                        + "."));
            }
        }
        return new Settled.Done(entries);
    }

    private static Decision decideSafely(
            RootId root, Function<Instant, Decision> decider, Instant now) {
        try {
            return decider.apply(now);
        } catch (RuntimeException mistake) {
            LOG.error("Deciding for {} failed; the command is refused and kept", root, mistake);
            return new Decision.Refused(
                    Refusal.INTERNAL.because(
                            "Deciding failed with "
                                    + mistake.getClass().getSimpleName()
                                    + "; nothing changed, the command is kept as a dead letter."));
        }
    }
}
