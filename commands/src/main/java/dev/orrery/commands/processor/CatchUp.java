package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Brings the state of a partition to the end of its log before anything is decided: the log
 * decides, not the changelog. Restore, fork and store upgrades all come this way, with an empty
 * store on a full log.
 *
 * <p>It works in slices, since what it writes belongs to a transaction and those are short.
 */
final class CatchUp {

    private final int partition;
    private final PartitionState state;
    private final Applier applier;
    private final Answers answers;
    private final EventFormat format;
    private final EventLog log;
    private final long target;
    private long offset;
    private @Nullable Pending pending;

    /** The answer to a command whose events may go on. */
    private record Pending(String root, EventHeader first, Origin origin, Accepted reply) {}

    /**
     * Compares the state with the end of the log.
     *
     * @throws LogDisagrees when the state is ahead of the log, or differs from it
     */
    CatchUp(
            int partition,
            PartitionState state,
            Answers answers,
            EventFormat format,
            EventLog log) {
        this.partition = partition;
        this.state = state;
        this.applier = new Applier(state);
        this.answers = answers;
        this.format = format;
        this.log = log;
        this.target = check(log.last(partition).orElse(null));
    }

    boolean isDone() {
        return state.logEnd().sequence() >= target;
    }

    long eventsLeft() {
        return target - state.logEnd().sequence();
    }

    /** Folds events for about so long. */
    void advance(Duration slice) {
        long start = System.nanoTime();
        while (!isDone() && System.nanoTime() - start < slice.toNanos()) {
            var entries = log.read(partition, offset);
            if (entries.isEmpty()) {
                throw new LogDisagrees(
                        "The log of partition "
                                + partition
                                + " ends before its own last event; something removes events.");
            }
            for (var entry : entries) {
                fold(entry);
            }
            offset = entries.getLast().offset() + 1;
        }
        if (isDone()) {
            remember();
        }
    }

    private void fold(EventLog.Entry entry) {
        var event = format.read(partition, entry.key(), entry.headers(), entry.value());
        var end = state.logEnd();
        long sequence = event.header().id().sequence();
        if (sequence <= end.sequence() || sequence > target) {
            return;
        }
        if (sequence != end.sequence() + 1 || !event.header().previous().equals(end.hash())) {
            throw new LogDisagrees(
                    "Event "
                            + event.header().id()
                            + " does not follow from the one before it; verify the log.");
        }
        applier.apply(event.header(), event.event());
        state.put(new LogEnd(sequence, hash(entry), event.header().time()));
        note(event);
    }

    /** A command's answer is known when the events of the next one begin. */
    private void note(RecordedEvent event) {
        EventHeader header = event.header();
        var origin = header.origin();
        var open = pending;
        if (origin != null
                && open != null
                && open.origin().equals(origin)
                && open.root().equals(event.root())
                && open.first().actor().equals(header.actor())) {
            var reply = Acceptance.reaching(open.reply(), header.id().sequence());
            pending = new Pending(open.root(), open.first(), origin, reply);
            return;
        }
        remember();
        if (origin != null) {
            var reply = Acceptance.of(header, event.event());
            pending = new Pending(event.root(), header, origin, reply);
        }
    }

    private void remember() {
        var open = pending;
        if (open != null) {
            var first = open.first();
            answers.remember(
                    Answers.key(open.root(), first.actor(), open.origin().command()),
                    new Stored.Answer(first.time(), open.origin().digest(), open.reply()));
            pending = null;
        }
    }

    private long check(EventLog.@Nullable Entry last) {
        var end = state.logEnd();
        if (last == null) {
            if (end.sequence() == 0) {
                return 0;
            }
            throw ahead(end.sequence(), 0);
        }
        var event = format.read(partition, last.key(), last.headers(), last.value());
        long sequence = event.header().id().sequence();
        if (end.sequence() > sequence) {
            throw ahead(end.sequence(), sequence);
        }
        if (end.sequence() == sequence && !end.hash().equals(hash(last))) {
            throw new LogDisagrees(
                    "The state of partition "
                            + partition
                            + " comes from another log than the one that is there: events were"
                            + " changed, or folders of two servers were mixed. Put the log back"
                            + " from a backup; if only the folder streams is another server's,"
                            + " delete that folder, and the state is restored from Kafka.");
        }
        return sequence;
    }

    private EventHash hash(EventLog.Entry entry) {
        return format.hash(entry.key(), entry.timestamp(), entry.headers(), entry.value());
    }

    private LogDisagrees ahead(long known, long there) {
        return new LogDisagrees(
                "The state of partition "
                        + partition
                        + " knows "
                        + known
                        + " events and the log has "
                        + there
                        + ": events were lost. Restore the log before anything is decided.");
    }
}
