package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.replay.State.OfBackfill;
import dev.orrery.audit.replay.State.OfDeployment;
import dev.orrery.audit.replay.State.OfRun;
import dev.orrery.audit.replay.State.OfSchedule;
import dev.orrery.audit.replay.State.OfViews;
import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.views.ViewGenerations;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of every aggregate, folded with the domain's own rules. */
public final class Fold {

    /** What an aggregate takes at most, most of them being runs that have ended. */
    private static final int AGGREGATE_BYTES_MAX = 512;

    private record Versioned<S>(long version, S state) {}

    private final long aggregatesMax;

    private final Map<DeploymentId, Versioned<Deployment>> deployments = new HashMap<>();
    private final Map<RunId, Versioned<Run>> runs = new HashMap<>();
    private final Map<BackfillId, Versioned<Backfill>> backfills = new HashMap<>();
    private final Map<ScheduleId, Versioned<Schedule>> schedules = new HashMap<>();
    private @Nullable Versioned<ViewGenerations> views;

    Fold(long aggregatesMax) {
        this.aggregatesMax = aggregatesMax;
    }

    /** One for as many aggregates as half of the memory has room for. */
    static Fold inMemory() {
        return inMemory(1);
    }

    /**
     * One of several that have room together for as many aggregates as half of the memory has.
     *
     * @param count of those that are there at once
     */
    public static Fold inMemory(int count) {
        return new Fold(Runtime.getRuntime().maxMemory() / 2 / AGGREGATE_BYTES_MAX / count);
    }

    /**
     * The state after an event.
     *
     * @throws IllegalStateException when the event can't have followed from the state
     * @throws LogUnavailable when there are more aggregates than fit into the memory
     */
    public State apply(RecordedEvent recorded) {
        var header = recorded.header();
        if (aggregates() >= aggregatesMax) {
            throw new LogUnavailable(
                    "The log has more than "
                            + aggregatesMax
                            + " deployments, runs and schedules, for which there is no memory; give"
                            + " Java more with -Xmx.");
        }
        return switch (recorded.event()) {
            case DeploymentEvent e -> {
                var before = deployments.get(e.deployment());
                requireNext(header, before);
                var state = Deployment.evolve(before == null ? Deployment.ABSENT : before.state, e);
                deployments.put(e.deployment(), new Versioned<>(header.version(), state));
                yield new OfDeployment(state);
            }
            case ScheduleEvent e -> {
                var before = schedules.get(e.schedule());
                requireNext(header, before);
                var state = Schedule.evolve(before == null ? Schedule.STOPPED : before.state, e);
                schedules.put(e.schedule(), new Versioned<>(header.version(), state));
                yield new OfSchedule(state);
            }
            case BackfillEvent e -> {
                var before = backfills.get(e.backfill());
                requireNext(header, before);
                var state = Backfill.evolve(before == null ? Backfill.ENDED : before.state, e);
                backfills.put(e.backfill(), new Versioned<>(header.version(), state));
                yield new OfBackfill(state);
            }
            case ViewsEvent e -> {
                var before = views;
                requireNext(header, before);
                var state =
                        ViewGenerations.evolve(
                                before == null ? ViewGenerations.FIRST : before.state, e);
                views = new Versioned<>(header.version(), state);
                yield new OfViews(state);
            }
            case RunEvent e -> {
                var before = runs.get(e.run());
                requireNext(header, before);
                var run = before == null ? Run.ABSENT : before.state;
                var state = Run.evolve(run, e, header.time());
                runs.put(e.run(), new Versioned<>(header.version(), state));
                yield new OfRun(state);
            }
        };
    }

    long aggregates() {
        return (long) deployments.size() + runs.size() + schedules.size() + backfills.size();
    }

    private static void requireNext(EventHeader header, @Nullable Versioned<?> before) {
        long version = before == null ? 0 : before.version;
        if (header.version() != version + 1) {
            throw new IllegalStateException(
                    "it has version " + header.version() + " after version " + version);
        }
    }
}
