package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ViewsId;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat.LeaseDue;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.signal.RunReady;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Wakes runners, stops them, marks leases that seem lost, and says which views are live. */
final class Signals {

    /** The only one that a pool's topic has. */
    private static final int DISPATCH_PARTITION = 0;

    private static final int VIEWS_PARTITION = 0;

    private final int partition;
    private final int partitions;
    private final Codecs codecs;
    private final Outlet outlet;

    Signals(int partition, int partitions, Codecs codecs, Outlet outlet) {
        this.partition = partition;
        this.partitions = partitions;
        this.codecs = codecs;
        this.outlet = outlet;
    }

    void announce(RunId run, DeploymentId deployment, String pool, long now) {
        send(
                Topics.dispatch(pool),
                DISPATCH_PARTITION,
                run.toString(),
                codecs.ready().encode(new RunReady(run, deployment)),
                now);
    }

    /** Only to a host whose runners have made its topic. */
    void announce(RunId run, DeploymentId deployment, String pool, String host, long now) {
        send(
                Topics.dispatch(pool, host),
                DISPATCH_PARTITION,
                run.toString(),
                codecs.ready().encode(new RunReady(run, deployment)),
                now);
    }

    void cancel(RunnerId runner, RunId run, Fence fence, long now) {
        tell(runner, new Control.CancelWork(run, fence), now);
    }

    void pause(RunnerId runner, RunId run, Fence fence, long now) {
        tell(runner, new Control.PauseWork(run, fence), now);
    }

    void resume(RunnerId runner, RunId run, Fence fence, long now) {
        tell(runner, new Control.ResumeWork(run, fence), now);
    }

    void abandon(RunnerId runner, RunId run, Fence fence, long now) {
        tell(runner, new Control.AbandonWork(run, fence), now);
    }

    /** Read back from the same partition as renewals, it comes after each that was in time. */
    void markDue(Run.Held held, long number, long now) {
        send(
                Topics.HEARTBEATS,
                partition,
                held.deployment().key(),
                codecs.heartbeats().encode(new LeaseDue(held.id(), held.lease().fence(), number)),
                now);
    }

    /** Said again at each start too, so that the topic may be lost; nothing before any decision. */
    void show(Stored.OfViews views, long now) {
        if (views.version() > 0) {
            var generations = views.state();
            var live = new LiveViews(views.version(), generations.live(), generations.building());
            var key = ViewsId.ONLY.key();
            send(Topics.VIEWS, VIEWS_PARTITION, key, codecs.views().encode(live), now);
        }
    }

    private void tell(RunnerId runner, Control control, long now) {
        int inbox = Math.floorMod(runner.value().hashCode(), partitions);
        send(Topics.CONTROL, inbox, runner.value(), codecs.control().encode(control), now);
    }

    private void send(String topic, int to, String key, byte[] value, long now) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        outlet.send(topic, to, bytes, value, new RecordHeaders(), now);
    }
}
