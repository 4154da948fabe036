package dev.orrery.commands.domain;

import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.DeploymentContext;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Places;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunContext;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.commands.domain.views.ViewGenerations;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of one deployment, its schedules and its runs: nothing but the fold of their events.
 */
public final class World {

    private Deployment deployment = Deployment.ABSENT;
    private final Map<Integer, DeploymentDocument> documents = new LinkedHashMap<>();
    private final Map<ScheduleId, Schedule> schedules = new LinkedHashMap<>();
    private final Map<BackfillId, Backfill> backfills = new LinkedHashMap<>();
    private final Map<RunId, RunRequested> requests = new LinkedHashMap<>();
    private final Map<RunId, Run> runs = new LinkedHashMap<>();
    private final Map<AggregateId, Long> versions = new LinkedHashMap<>();
    private DocumentRules rules = Story.RULES;
    private ViewGenerations views = ViewGenerations.FIRST;

    /** The server was started again with these rules. */
    void serving(DocumentRules now) {
        rules = now;
    }

    public void evolve(Event event, Instant at) {
        versions.merge(event.subject(), 1L, Long::sum);
        if (event instanceof RunRequested requested) {
            requests.put(requested.run(), requested);
        }
        switch (event) {
            case DeploymentEvent e -> {
                deployment = Deployment.evolve(deployment, e);
                if (deployment instanceof Deployment.Live live) {
                    documents.put(live.revision(), live.document());
                }
            }
            case ScheduleEvent e ->
                    schedules.put(e.schedule(), Schedule.evolve(schedule(e.schedule()), e));
            case BackfillEvent e ->
                    backfills.put(e.backfill(), Backfill.evolve(backfill(e.backfill()), e));
            case ViewsEvent e -> views = ViewGenerations.evolve(views, e);
            case RunEvent e -> runs.put(e.run(), Run.evolve(run(e.run()), e, at));
        }
    }

    ViewGenerations views() {
        return views;
    }

    public Deployment deployment() {
        return deployment;
    }

    public Schedule schedule(ScheduleId schedule) {
        return schedules.getOrDefault(schedule, Schedule.STOPPED);
    }

    public Run run(RunId run) {
        return runs.getOrDefault(run, Run.ABSENT);
    }

    public Map<ScheduleId, Schedule> schedules() {
        return schedules;
    }

    public Map<RunId, Run> runs() {
        return runs;
    }

    public Map<AggregateId, Long> versions() {
        return versions;
    }

    public Backfill backfill(BackfillId backfill) {
        return backfills.getOrDefault(backfill, Backfill.ENDED);
    }

    /** Found anew from the runs whenever it is asked, by the plainest of ways. */
    public Slots slots() {
        return new Slots() {
            @Override
            public int count(Stage stage) {
                return (int) places().filter(place -> place.stage() == stage).count();
            }

            @Override
            public Stream<Place> oldest() {
                return places().sorted(Comparator.comparing(Place::claim, Claim.BY_AGE));
            }

            @Override
            public Stream<Claim> line() {
                return places().filter(place -> place.stage() == Stage.AWAITING)
                        .map(Place::claim)
                        .sorted(Claim.IN_LINE);
            }

            private Stream<Place> places() {
                return runs.values().stream()
                        .filter(Run.Dispatched.class::isInstance)
                        .flatMap(run -> Places.of((Run.Dispatched) run, deployment).stream());
            }
        };
    }

    /** What a decision about the deployment looks up. */
    public DeploymentContext deploymentContext() {
        return new DeploymentContext() {
            @Override
            public Slots slots() {
                return World.this.slots();
            }

            @Override
            public List<Backfill.UnderWay> backfills() {
                return backfills.values().stream()
                        .filter(Backfill.UnderWay.class::isInstance)
                        .map(Backfill.UnderWay.class::cast)
                        .toList();
            }

            @Override
            public Optional<DeploymentDocument> document(int revision) {
                return Optional.ofNullable(documents.get(revision));
            }
        };
    }

    boolean goesOn(RunId run) {
        return switch (run(run)) {
            case Run.Waiting _, Run.Held _ -> true;
            case Run.Absent _, Run.Ended _, Run.ByProcess _ -> false;
        };
    }

    /** What a decision about a run looks up. */
    public RunContext context(RunId run) {
        return new RunContext() {
            @Override
            public RunSpecification specification() {
                return request().specification();
            }

            @Override
            public @Nullable Instant nominal() {
                return request().cause().nominal();
            }

            @Override
            public boolean isServed() {
                return rules.serves(specification().pool());
            }

            @Override
            public Deployment deployment() {
                return deployment;
            }

            @Override
            public Slots slots() {
                return World.this.slots();
            }

            private RunRequested request() {
                return Objects.requireNonNull(requests.get(run), run::toString);
            }
        };
    }
}
