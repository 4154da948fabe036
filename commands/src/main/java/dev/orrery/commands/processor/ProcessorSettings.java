package dev.orrery.commands.processor;

import java.time.Duration;
import java.util.Set;

/**
 * What can be set of the processor.
 *
 * @param partitions of the log, fixed for its life
 * @param source which log, as {@code ce_source} of every event
 * @param pools the work pools that are served
 * @param lease how long a lease holds without a renewal
 * @param answersKept how long the answer to a command id is remembered
 * @param answersPerPartitionMax how many are remembered; the oldest go first
 * @param endedRunsKept how long a run that ended can still be asked about by commands
 * @param announceAgain after how long a ready run that nobody leased is announced again; doubles
 *     each time
 */
public record ProcessorSettings(
        int partitions,
        String source,
        Set<String> pools,
        Duration lease,
        Duration answersKept,
        int answersPerPartitionMax,
        Duration endedRunsKept,
        Duration announceAgain) {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);
    private static final int ANSWERS_PER_PARTITION_MAX = 150_000;
    private static final Duration ENDED_RUNS_KEPT = Duration.ofMinutes(10);
    private static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(10);

    public ProcessorSettings {
        pools = Set.copyOf(pools);
    }

    public static ProcessorSettings of(int partitions, String source, Set<String> pools) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                LEASE,
                ANSWERS_KEPT,
                ANSWERS_PER_PARTITION_MAX,
                ENDED_RUNS_KEPT,
                ANNOUNCE_AGAIN);
    }

    public ProcessorSettings withLease(Duration newLease) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                newLease,
                answersKept,
                answersPerPartitionMax,
                endedRunsKept,
                announceAgain);
    }
}
