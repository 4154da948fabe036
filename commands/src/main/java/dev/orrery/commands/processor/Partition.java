package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Everything that decides for one partition, put together.
 *
 * @param partition its number
 * @param catchUp done when the state is at the end of the log
 * @param commands answers clients
 * @param reports hears runners
 * @param clockwork does what is due
 * @param liveness sets timers and sends signals
 * @param answers remembers command ids
 * @param post sends answers and keeps what was refused
 */
record Partition(
        int partition,
        CatchUp catchUp,
        CommandDesk commands,
        ReportDesk reports,
        Clockwork clockwork,
        Liveness liveness,
        Answers answers,
        Post post) {

    /** For the markers of one life of the writer, whose number begins with when it started. */
    private static final int MARKERS_BITS = 20;

    static Partition open(
            int partition,
            KeyValueStore<Bytes, byte[]> store,
            Outlet outlet,
            Codecs codecs,
            EventLog log,
            ProcessorSettings settings,
            Clocks clocks) {
        var nanos = clocks.nanos();
        int leaseMillis = Math.toIntExact(settings.lease().toMillis());
        var format = new EventFormat(codecs.events());
        var rules = new DocumentRules(settings.pools());
        var state = new PartitionState(store, rules);
        var answers = new Answers(state, settings);
        var signals = new Signals(partition, settings.partitions(), codecs, outlet);
        var timers = new Timers();
        var leases = new Leases(leaseMillis, clocks.millis().getAsLong() << MARKERS_BITS, nanos);
        var presence = new Presence(settings.presenceKept().toMillis(), nanos);
        var announcing = new Announcing(state, signals, presence, settings);
        var queues = new Queues(state, timers);
        var backfills = new Backfills(state, timers);
        var holders = new Holders(signals, timers, leases);
        var ended = new EndedRuns(state, timers, settings.endedRunsKept(), settings.endedRunsMax());
        // A process may say days later what it said before, and must find that it was heard.
        var trackedEnded = new EndedRuns(state, timers, TrackedRules.KEPT, Integer.MAX_VALUE);
        var liveness =
                new Liveness(
                        state,
                        timers,
                        signals,
                        holders,
                        announcing,
                        queues,
                        backfills,
                        ended,
                        trackedEnded,
                        settings);
        var appender = new Appender(partition, settings.source(), format, state, outlet);
        var ledger = new Ledger(appender, liveness);
        var post = new Post(partition, codecs, outlet);
        var clockwork =
                new Clockwork(
                        partition,
                        state,
                        timers,
                        liveness,
                        holders,
                        queues,
                        ledger,
                        rules,
                        settings.timeoutGrace(),
                        nanos);
        return new Partition(
                partition,
                new CatchUp(
                        partition,
                        state,
                        new Bygones(state, settings),
                        answers,
                        format,
                        log,
                        nanos),
                new CommandDesk(
                        partition,
                        state,
                        ledger,
                        holders,
                        clockwork,
                        backfills,
                        answers,
                        post,
                        codecs,
                        new DeploymentDecider(rules),
                        ended,
                        trackedEnded),
                new ReportDesk(
                        partition, leaseMillis, state, ledger, leases, holders, liveness, post),
                clockwork,
                liveness,
                answers,
                post);
    }
}
