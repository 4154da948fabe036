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
 * @param endedRunsMax how many such runs are kept in a partition; the oldest go first
 * @param announceAgain after how long a ready run that nobody leased is announced again; doubles
 *     each time
 * @param lateAfter after how long a ready run that nobody leased is said to be late
 * @param presenceKept for how long a runner that was heard is taken to be alive
 * @param publishers who may have something done by a record
 * @param standbyReplicas how many other nodes keep a copy of the state of each partition
 */
public record ProcessorSettings(
        int partitions,
        String source,
        Set<String> pools,
        Duration lease,
        Duration answersKept,
        int answersPerPartitionMax,
        Duration endedRunsKept,
        int endedRunsMax,
        Duration announceAgain,
        Duration lateAfter,
        Duration presenceKept,
        Publishers publishers,
        int standbyReplicas) {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration ANSWERS_KEPT = Duration.ofHours(24);
    private static final int ANSWERS_PER_PARTITION_MAX = 50_000;
    private static final Duration ENDED_RUNS_KEPT = Duration.ofMinutes(10);
    private static final int ENDED_RUNS_MAX = 10_000;
    private static final Duration ANNOUNCE_AGAIN = Duration.ofSeconds(10);

    private static final Duration LATE_AFTER = Duration.ofSeconds(15);

    /**
     * A runner speaks every 5 s, and a word may be lost. Shorter than the time after which a run is
     * late, or one that was asked for just after its last runner stopped would be late because that
     * one had no room.
     */
    private static final Duration PRESENCE_KEPT = Duration.ofSeconds(12);

    /** The longest that a runner can be set to give a process that it ends. */
    private static final Duration RUNNER_GRACE_MAX = Duration.ofMinutes(10);

    public ProcessorSettings {
        pools = Set.copyOf(pools);
    }

    public static ProcessorSettings of(
            int partitions, String source, Set<String> pools, Publishers publishers) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                LEASE,
                ANSWERS_KEPT,
                ANSWERS_PER_PARTITION_MAX,
                ENDED_RUNS_KEPT,
                ENDED_RUNS_MAX,
                ANNOUNCE_AGAIN,
                LATE_AFTER,
                PRESENCE_KEPT,
                publishers,
                0);
    }

    /**
     * For how much longer than it may a run goes on before it is ended from here: a runner that
     * ends it by itself has reported it by then.
     */
    public Duration timeoutGrace() {
        return RUNNER_GRACE_MAX.plus(lease.multipliedBy(2));
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
                endedRunsMax,
                announceAgain,
                lateAfter,
                presenceKept,
                publishers,
                standbyReplicas);
    }

    public ProcessorSettings withEndedRunsMax(int newMax) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                lease,
                answersKept,
                answersPerPartitionMax,
                endedRunsKept,
                newMax,
                announceAgain,
                lateAfter,
                presenceKept,
                publishers,
                standbyReplicas);
    }

    public ProcessorSettings withLateAfter(Duration newLateAfter) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                lease,
                answersKept,
                answersPerPartitionMax,
                endedRunsKept,
                endedRunsMax,
                announceAgain,
                newLateAfter,
                presenceKept,
                publishers,
                standbyReplicas);
    }

    public ProcessorSettings withStandbyReplicas(int newReplicas) {
        return new ProcessorSettings(
                partitions,
                source,
                pools,
                lease,
                answersKept,
                answersPerPartitionMax,
                endedRunsKept,
                endedRunsMax,
                announceAgain,
                lateAfter,
                presenceKept,
                publishers,
                newReplicas);
    }
}
