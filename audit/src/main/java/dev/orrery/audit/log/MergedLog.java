package dev.orrery.audit.log;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All partitions as one story: by time, then by partition, and within a partition always in its own
 * order. It holds one record a partition.
 */
public final class MergedLog {

    private static final Comparator<LogRecord> STORY =
            Comparator.comparingLong(LogRecord::timestamp).thenComparingInt(LogRecord::partition);

    private final LogReader log;
    private final Predicate<LogRecord> wanted;
    private final PriorityQueue<LogRecord> heads = new PriorityQueue<>(STORY);
    private final Queue<Integer> headless;

    /**
     * @param wanted whether a record is part of the story; a partition ends before its first that
     *     is not
     */
    public MergedLog(LogReader log, Predicate<LogRecord> wanted) {
        this.log = log;
        this.wanted = wanted;
        this.headless = new ArrayDeque<>(log.partitions());
    }

    /** The next record of the story, or nothing at its end. */
    public @Nullable LogRecord next() {
        for (var partition = headless.poll(); partition != null; partition = headless.poll()) {
            var head = log.next(partition);
            if (head != null && wanted.test(head)) {
                heads.add(head);
            }
        }
        var first = heads.poll();
        if (first != null) {
            headless.add(first.partition());
        }
        return first;
    }
}
