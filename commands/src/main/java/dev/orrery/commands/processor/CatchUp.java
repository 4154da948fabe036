package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Brings the state of a partition to the end of its log before anything is decided: the log
 * decides, not the changelog. Restore, fork and store upgrades all come this way, with an empty
 * store on a full log; one that another version wrote is emptied first.
 *
 * <p>It works in slices, since what it writes belongs to a transaction and those are short.
 */
final class CatchUp {

    private static final long UNKNOWN = -1;

    /** More events than one command, or one turn of the clock for one thing, leads to. */
    private static final int HEARD_BEFORE = 1_000;

    private final int partition;
    private final PartitionState state;
    private final Applier applier;
    private final Bygones bygones;
    private final Answers answers;
    private final EventFormat format;
    private final EventLog log;
    private final LongSupplier nanos;
    private final long target;
    private final long lastOffset;
    private long offset = UNKNOWN;
    private boolean forgets = true;
    private List<Bytes> asked = List.of();

    /**
     * Compares the state with the end of the log.
     *
     * @throws LogDisagrees when the state is ahead of the log, or differs from it
     */
    CatchUp(
            int partition,
            PartitionState state,
            Bygones bygones,
            Answers answers,
            EventFormat format,
            EventLog log,
            LongSupplier nanos) {
        this.partition = partition;
        this.state = state;
        this.applier = new Applier(state);
        this.bygones = bygones;
        this.answers = answers;
        this.format = format;
        this.log = log;
        this.nanos = nanos;
        var last = log.last(partition).orElse(null);
        this.target = check(last);
        this.lastOffset = last == null ? 0 : last.offset();
    }

    boolean isDone() {
        return state.isOurs() && state.logEnd().sequence() >= target;
    }

    long eventsLeft() {
        return target - state.logEnd().sequence();
    }

    /** Folds events for about so long, or empties a store that can't be read. */
    void advance(Duration slice) {
        if (!state.isOurs()) {
            state.clear();
        }
        if (isDone() || !state.isOurs()) {
            return;
        }
        answers.tidy(state.logEnd().time());
        long start = nanos.getAsLong();
        while (!isDone() && nanos.getAsLong() - start < slice.toNanos()) {
            var entries = read();
            if (entries.isEmpty()) {
                throw new LogDisagrees(
                        "The log of partition "
                                + partition
                                + " ends before its own last event; something removes events.");
            }
            for (var entry : entries) {
                if (!fold(entry)) {
                    begin();
                    return;
                }
            }
            offset = entries.getLast().offset() + 1;
        }
    }

    /** From where the state ends, as far as offsets tell, and a little before. */
    private List<EventLog.Entry> read() {
        if (offset == UNKNOWN) {
            offset = Math.max(leastOffset(), likelyOffset());
            var entries = log.read(partition, offset);
            if (!entries.isEmpty() && sequence(entries.getFirst()) <= firstHeard()) {
                return entries;
            }
            offset = leastOffset();
        }
        return log.read(partition, offset);
    }

    /** A command's events begin no further before the end of the state. */
    private long firstHeard() {
        return Math.max(1, state.logEnd().sequence() - HEARD_BEFORE);
    }

    /** Each event has an offset of its own. */
    private long leastOffset() {
        return firstHeard() - 1;
    }

    /** Between two events of the log's end there is hardly ever more than one transaction's end. */
    private long likelyOffset() {
        long events = target - firstHeard() + 1;
        return lastOffset - 2 * events;
    }

    private long sequence(EventLog.Entry entry) {
        return format.read(partition, entry.key(), entry.headers(), entry.value())
                .header()
                .id()
                .sequence();
    }

    /** Whether the state had all that the event builds on. */
    private boolean fold(EventLog.Entry entry) {
        var event = format.read(partition, entry.key(), entry.headers(), entry.value());
        var end = state.logEnd();
        long sequence = event.header().id().sequence();
        hear(event);
        if (sequence <= end.sequence() || sequence > target) {
            return true;
        }
        if (sequence != end.sequence() + 1 || !event.header().previous().equals(end.hash())) {
            throw new LogDisagrees(
                    "Event "
                            + event.header().id()
                            + " does not follow from the one before it; verify the log.");
        }
        if (isOfForgotten(event)) {
            return false;
        }
        applier.apply(event.header(), event.event());
        state.put(new LogEnd(sequence, hash(entry), event.header().time()));
        if (forgets && event.event() instanceof RunEvent changed) {
            bygones.note(state.run(changed.run()).state(), event.header().time());
        }
        note(event);
        return true;
    }

    /** A writer with other settings, or whose clock jumped, remembered the run for longer. */
    private boolean isOfForgotten(RecordedEvent event) {
        return forgets
                && event.event() instanceof RunEvent changed
                && event.header().version() > 1
                && state.run(changed.run()).version() == 0;
    }

    /** Once more from the beginning, and forgetting nothing. */
    private void begin() {
        forgets = false;
        bygones.restart();
        offset = UNKNOWN;
        state.giveUp();
    }

    /** Which command the events belong to that come now, also where it is known already. */
    private void hear(RecordedEvent event) {
        var header = event.header();
        var origin = header.origin();
        if (origin == null) {
            asked = List.of();
        } else if (header.causation() == null) {
            asked = AnswerKeys.of(event, origin);
        }
    }

    /**
     * Remembers the answer to a command from its first event on, and with each event that follows
     * from it once more: a slice, and the life of a task, can end between them.
     */
    private void note(RecordedEvent event) {
        var header = event.header();
        var origin = header.origin();
        if (origin == null) {
            return;
        }
        for (var key : asked) {
            if (header.causation() == null) {
                var reply = Acceptance.of(header, event.event());
                answers.remember(key, new Stored.Answer(header.time(), origin.digest(), reply));
            } else if (answers.find(key)
                    instanceof Stored.Answer(var time, var digest, Accepted first)) {
                var reply = Acceptance.reaching(first, header.id().sequence());
                answers.remember(key, new Stored.Answer(time, digest, reply));
            }
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
