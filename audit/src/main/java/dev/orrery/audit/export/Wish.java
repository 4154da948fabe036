package dev.orrery.audit.export;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.replay.Until;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.id.Affinity;
import dev.orrery.schemas.id.Position;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of the log is wanted.
 *
 * @param after the last event of each partition that the reader has; from the start of those that
 *     it does not name
 * @param until where it ends
 * @param subject whose events alone are wanted
 * @param types the simple names of the events that alone are wanted, such as RunFailed; none for
 *     all
 */
public record Wish(Position after, Until until, @Nullable UUID subject, Set<String> types) {

    /** All that there is. */
    public static final Wish ALL = new Wish(Position.START, new Until.End(), null, Set.of());

    public Wish {
        types = Set.copyOf(types);
    }

    /** The same, for who has read that far. */
    public Wish after(Position position) {
        return new Wish(position, until, subject, types);
    }

    /** Whether a partition can have any of it. */
    boolean isOn(int partition, int partitions) {
        return subject == null || Affinity.of(subject).partition(partitions) == partition;
    }

    boolean includes(LogRecord record) {
        return (subject == null || subject.toString().equals(record.attribute(HeaderNames.SUBJECT)))
                && (types.isEmpty() || types.contains(type(record)));
    }

    private static String type(LogRecord record) {
        var type = record.attribute(HeaderNames.TYPE);
        return type == null ? "" : type.substring(type.lastIndexOf('.') + 1);
    }
}
