package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
import java.util.function.LongSupplier;
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

    static Partition open(
            int partition,
            KeyValueStore<Bytes, byte[]> store,
            Outlet outlet,
            Codecs codecs,
            EventLog log,
            ProcessorSettings settings,
            LongSupplier nanos) {
        int leaseMillis = Math.toIntExact(settings.lease().toMillis());
        var format = new EventFormat(codecs.events());
        var state = new PartitionState(store);
        var answers = new Answers(state, settings);
        answers.load();
        var signals = new Signals(partition, settings.partitions(), codecs, outlet);
        var timers = new Timers();
        var leases = new Leases(leaseMillis, nanos);
        var presence = new Presence(settings.presenceKept().toMillis(), nanos);
        var announcing = new Announcing(state, signals, presence, settings);
        var liveness = new Liveness(state, signals, timers, leases, announcing, settings);
        var appender = new Appender(partition, settings.source(), format, state, outlet);
        var ledger = new Ledger(appender, liveness);
        var post = new Post(partition, codecs, outlet);
        var rules = new DocumentRules(settings.pools());
        var clockwork =
                new Clockwork(
                        partition, state, timers, liveness, ledger, new ScheduleDecider(rules));
        return new Partition(
                partition,
                new CatchUp(partition, state, answers, format, log),
                new CommandDesk(
                        partition,
                        state,
                        ledger,
                        liveness,
                        clockwork,
                        answers,
                        post,
                        codecs,
                        new DeploymentDecider(rules),
                        settings.endedRunsKept()),
                new ReportDesk(
                        partition, leaseMillis, state, ledger, leases, liveness, announcing, post),
                clockwork,
                liveness,
                answers,
                post);
    }
}
