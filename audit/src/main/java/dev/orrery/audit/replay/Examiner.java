package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;

/**
 * Reads records as events, and sees whether each follows from the one before it.
 *
 * @param format that reads the events
 */
public record Examiner(EventFormat format) {

    /** Of an event and the one before it: whether all is as it must be. */
    public Examined examine(Link before, LogRecord record) {
        LoggedEvent event;
        try {
            event = read(record);
        } catch (UnreadableRecord unreadable) {
            var sentence = before.next() + " can't be read: " + unreadable.getMessage();
            return new Examined.Wrong(new Difference(before.next(), record.offset(), sentence));
        }
        for (Check check : Check.ALL) {
            var difference = check.find(before, event);
            if (difference != null) {
                return new Examined.Wrong(difference);
            }
        }
        return new Examined.Whole(event);
    }

    /**
     * The event in a record, and its hash.
     *
     * @throws UnreadableRecord when there is none
     */
    public LoggedEvent read(LogRecord record) {
        var key = record.key();
        var value = record.value();
        if (key == null || value == null) {
            throw new UnreadableRecord("The record has no key or no value");
        }
        var recorded = format.read(record.partition(), key, record.headers(), value);
        var hash = format.hash(key, record.timestamp(), record.headers(), value);
        return new LoggedEvent(record, recorded, hash);
    }
}
