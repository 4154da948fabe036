package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.commands.processor.ProcessorSettings;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.Affinity;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What no history may break, judged by the events alone as they are committed: a model of its own,
 * which shares no code with the domain.
 */
final class Promises {

    /**
     * The last change of an aggregate.
     *
     * @param work the number of the piece of work that it came from
     * @param before its version before that
     */
    private record Change(long work, long before) {}

    private final ProcessorSettings settings;
    private final long[] sequences;
    private final EventHash[] hashes;
    private final Instant[] times;
    private final Map<UUID, Long> versions = new HashMap<>();
    private final Map<UUID, Change> changes = new HashMap<>();
    private final Map<String, Long> origins = new HashMap<>();
    private final Map<String, String> actors = new HashMap<>();
    private final DeploymentPromises deployments = new DeploymentPromises();
    private final SchedulePromises schedules = new SchedulePromises(deployments);
    private final BackfillPromises backfills = new BackfillPromises(deployments);
    private final ViewsPromises views = new ViewsPromises();
    private final LeasePromises leases;
    private final RunPromises runs;

    Promises(ProcessorSettings settings) {
        this.settings = settings;
        sequences = new long[settings.partitions()];
        hashes = new EventHash[settings.partitions()];
        times = new Instant[settings.partitions()];
        Arrays.fill(hashes, EventHash.NONE);
        Arrays.fill(times, Instant.EPOCH);
        leases = new LeasePromises(settings);
        runs = new RunPromises(settings, deployments, schedules, backfills, leases);
    }

    DeploymentPromises deployments() {
        return deployments;
    }

    SchedulePromises schedules() {
        return schedules;
    }

    BackfillPromises backfills() {
        return backfills;
    }

    ViewsPromises views() {
        return views;
    }

    LeasePromises leases() {
        return leases;
    }

    RunPromises runs() {
        return runs;
    }

    void keep(RecordedEvent recorded, EventHash hash, Task.Pending pending) {
        chain(recorded, hash, pending.work());
        origin(recorded, pending.work());
        var at = recorded.header().time();
        switch (recorded.event()) {
            case DeploymentEvent e -> deployments.keep(e, pending.work());
            case ScheduleEvent e -> schedules.keep(e, at, pending);
            case BackfillEvent e -> backfills.keep(e, pending);
            case ViewsEvent e -> views.keep(e, pending);
            case RunEvent e -> runs.keep(e, at, pending);
        }
    }

    /** Sequences and versions without a gap, time that never goes back, and a whole hash chain. */
    private void chain(RecordedEvent recorded, EventHash hash, long work) {
        var header = recorded.header();
        int partition = header.id().partition();
        var subject = header.subject();
        require(
                header.id().sequence() == ++sequences[partition],
                "sequences have no gap: %s after %s",
                header.id(),
                sequences[partition] - 1);
        require(
                header.previous().equals(hashes[partition]),
                "%s names the hash of the event before it",
                header.id());
        hashes[partition] = hash;
        require(
                !header.time().isBefore(times[partition]),
                "time does not go back at %s",
                header.id());
        times[partition] = header.time();
        long version = versions.merge(subject, 1L, Long::sum);
        changes.merge(
                subject,
                new Change(work, version - 1),
                (before, now) -> before.work() == now.work() ? before : now);
        require(
                header.version() == version,
                "versions have no gap: %s is %s of %s and not %s",
                header.id(),
                header.version(),
                subject,
                version);
        require(
                Affinity.of(subject).partition(settings.partitions()) == partition,
                "%s is on the partition of its affinity",
                header.id());
    }

    /** A command is decided once, however often it is asked. */
    private void origin(RecordedEvent recorded, long work) {
        var origin = recorded.header().origin();
        if (origin != null) {
            var key = recorded.root() + " " + recorded.header().actor() + " " + origin.command();
            long first = origins.computeIfAbsent(key, _ -> work);
            require(first == work, "%s is done once", origin.command());
            require(
                    recorded.header().actor().equals(actors.get(origin.command().value())),
                    "who asked %s may and stands in its events: %s",
                    origin.command(),
                    recorded.header().actor());
        }
    }

    /** Somebody asks what they may, and is called so. */
    void asked(String command, String actor) {
        actors.put(command, actor);
    }

    /** The version of an aggregate before a piece of work that just came to its end. */
    long versionBefore(UUID subject, long work) {
        var change = changes.get(subject);
        return change != null && change.work() == work
                ? change.before()
                : versions.getOrDefault(subject, 0L);
    }

    /** The time of the last event of a partition. */
    Instant lastTime(int partition) {
        return times[partition];
    }

    /** The ends of the hash chains. */
    String fingerprint() {
        return Arrays.toString(hashes);
    }

    void deadLetter(Sent sent) {
        var letter = World.CODECS.deadLetters().decode(sent.value());
        require(!letter.reason().contains("Deciding failed"), "no decision fails: %s", letter);
    }

    void refused(Sent sent) {
        var refused = World.CODECS.refusals().decode(sent.value());
        require(!refused.code().equals(Refusal.INTERNAL.name()), "no decision fails: %s", refused);
    }
}
