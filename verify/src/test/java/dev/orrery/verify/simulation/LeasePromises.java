package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.ProcessorSettings;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fence has one lease, and none is lost whose runner was heard in time. */
final class LeasePromises {

    private record Heard(long nanos, long offset) {}

    private final long leaseNanos;
    private final Map<Fence, List<Heard>> renewals = new HashMap<>();
    private final Set<Fence> granted = new HashSet<>();
    private final long[] started;

    LeasePromises(ProcessorSettings settings) {
        leaseNanos = settings.lease().toNanos();
        started = new long[settings.partitions()];
    }

    void granted(Fence fence) {
        require(granted.add(fence), "a fence is leased once: %s", fence);
    }

    void taskStarted(int partition, long nanos) {
        started[partition] = nanos;
    }

    void heard(Sent sent) {
        if (sent.said() instanceof LeaseRenewed renewed) {
            renewals.computeIfAbsent(renewed.fence(), _ -> new ArrayList<>())
                    .add(new Heard(sent.nanos(), sent.offset()));
        }
    }

    /**
     * @param grantedNanos when the lease was granted
     * @param marker that was read back
     */
    void expires(Fence fence, long grantedNanos, Sent marker) {
        long since = marker.nanos() - leaseNanos;
        require(since >= grantedNanos, "a lease has its whole length at first: %s", fence);
        require(
                since >= started[marker.partition()],
                "a lease has its whole length after a restart: %s",
                fence);
        for (var heard : renewals.getOrDefault(fence, List.of())) {
            require(
                    heard.nanos() <= since || heard.offset() > marker.offset(),
                    "no lease is lost that was renewed in time: %s",
                    fence);
        }
    }
}
