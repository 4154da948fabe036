package dev.orrery.audit;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.DeploymentContext;
import dev.orrery.commands.domain.deployment.DeploymentDecider;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunContext;
import dev.orrery.commands.domain.run.RunDecider;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A history that the deciders made, one second after another. */
public final class Chronicle {

    public static final int PARTITIONS = 4;
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final Fence FENCE = new Fence(new UUID(7, 7));

    private static final EventFormat FORMAT =
            new EventFormat(Codecs.start(SchemaIds.local()).events());
    private static final DeploymentDecider DEPLOYMENTS =
            new DeploymentDecider(new DocumentRules(Set.of(DeploymentDocument.DEFAULT_POOL)));
    private static final ScheduleDecider SCHEDULES =
            new ScheduleDecider(new DocumentRules(Set.of(DeploymentDocument.DEFAULT_POOL)));
    private static final RunnerId RUNNER = new RunnerId("workstation@1");

    private final Scribe scribe = new Scribe(FORMAT, PARTITIONS);
    private final Map<DeploymentId, Deployment> deployments = new HashMap<>();
    private final Map<ScheduleId, Schedule> schedules = new HashMap<>();
    private final Map<RunId, Run> runs = new HashMap<>();
    private final Map<RunId, RunRequested> requests = new HashMap<>();
    private Instant now = NOON;
    private int commands;

    public static DeploymentDocument document(String greeting, ScheduleDocument... schedules) {
        return new DeploymentDocument(
                null,
                null,
                List.of("example"),
                Map.of(),
                new Entrypoint.Command(List.of("echo", "{{greeting}}")),
                null,
                null,
                Json.parse("{\"greeting\":\"" + greeting + "\"}"),
                null,
                Map.of(),
                List.of(schedules),
                DeploymentDocument.DEFAULT_POOL,
                Infrastructure.PROCESS,
                null,
                null,
                true,
                null,
                null,
                null);
    }

    public static ScheduleDocument hourly() {
        var rule = new ScheduleDocument.Interval(3_600, null);
        return new ScheduleDocument("hourly", rule, Json.EMPTY_OBJECT, true);
    }

    /** Two deployments, one with a schedule that fires, and a run that ends well. */
    public static Chronicle example() {
        var chronicle = new Chronicle();
        chronicle.put("hello", "daily", document("hi", hourly()), "first try");
        chronicle.put("report", "weekly", document("ho"), null);
        var run = chronicle.request(DeploymentId.of("hello", "daily"));
        chronicle.report(new Report.LeaseRun(run, RUNNER, FENCE));
        chronicle.report(new Report.StartRun(run, FENCE));
        chronicle.put("hello", "daily", document("hey", hourly()), null);
        var result = new Outcome.Completed(Json.parse("{\"rows\":3}"));
        chronicle.report(new Report.FinishRun(run, FENCE, result));
        chronicle.now = NOON.plusSeconds(3_600);
        chronicle.fire(ScheduleId.of(DeploymentId.of("hello", "daily"), "hourly"));
        return chronicle;
    }

    /** One deployment, and runs of it that end well. */
    public static Chronicle busy(int runs) {
        var chronicle = new Chronicle();
        chronicle.put("hello", "daily", document("hi", hourly()), "first try");
        for (int i = 0; i < runs; i++) {
            var run = chronicle.request(DeploymentId.of("hello", "daily"));
            chronicle.report(new Report.LeaseRun(run, RUNNER, FENCE));
            chronicle.report(new Report.StartRun(run, FENCE));
            var result = new Outcome.Completed(Json.parse("{\"rows\":" + i + "}"));
            chronicle.report(new Report.FinishRun(run, FENCE, result));
        }
        return chronicle;
    }

    public MemoryLog log() {
        return scribe.log();
    }

    /** The partition of a deployment. */
    public static int partition(String flow, String name) {
        return DeploymentId.of(flow, name).affinity().partition(PARTITIONS);
    }

    /** The first run that was asked for. */
    public RunId run() {
        return runs.keySet().stream().min(RunId::compareTo).orElseThrow();
    }

    public void put(
            String flow, String name, DeploymentDocument document, @Nullable String reason) {
        command(new PutDeployment(flow, name, document), reason);
    }

    public RunId request(DeploymentId deployment) {
        return (RunId)
                command(new RequestRun(deployment, null, Json.EMPTY_OBJECT), null)
                        .getFirst()
                        .subject();
    }

    public List<Event> command(DeploymentCommand command, @Nullable String reason) {
        var id = new CommandId("command-" + ++commands);
        var state = deployments.getOrDefault(command.target(), Deployment.ABSENT);
        return append(
                command.target(),
                DEPLOYMENTS.decide(state, new Alone(), command, new Asked(now, "anna", id)),
                "anna",
                new Origin(id, "digest-" + commands),
                reason);
    }

    private void report(Report.OfRun report) {
        var run = (Run.Known) runs.getOrDefault(report.run(), Run.ABSENT);
        var action = new RunAction.Reported(report);
        var decision = RunDecider.decide(run, action, new Requested(report.run()), now);
        append(run.root(), decision, "runner:workstation", null, null);
    }

    private void fire(ScheduleId id) {
        var waiting = (Schedule.Waiting) schedules.getOrDefault(id, Schedule.STOPPED);
        var deployment = deployments.getOrDefault(waiting.deployment(), Deployment.ABSENT);
        var decision = SCHEDULES.due(waiting, deployment, Slots.NONE, now);
        append(waiting.deployment(), decision, "orrery", null, null);
    }

    private List<Event> append(
            RootId root,
            Decision decision,
            String actor,
            @Nullable Origin origin,
            @Nullable String reason) {
        var events = ((Decision.Accepted) decision).events();
        scribe.write(root, events, now, actor, origin, reason);
        events.forEach(this::evolve);
        now = now.plusSeconds(1);
        return events;
    }

    private void evolve(Event event) {
        if (event instanceof RunRequested requested) {
            requests.put(requested.run(), requested);
        }
        switch (event) {
            case BackfillEvent _, ViewsEvent _ ->
                    throw new IllegalStateException("no story has one");
            case DeploymentEvent e ->
                    deployments.compute(
                            e.deployment(),
                            (_, before) ->
                                    Deployment.evolve(
                                            before == null ? Deployment.ABSENT : before, e));
            case ScheduleEvent e ->
                    schedules.compute(
                            e.schedule(),
                            (_, before) ->
                                    Schedule.evolve(before == null ? Schedule.STOPPED : before, e));
            case RunEvent e ->
                    runs.compute(
                            e.run(),
                            (_, before) ->
                                    Run.evolve(before == null ? Run.ABSENT : before, e, now));
        }
    }

    /** What a decision about a run of this chronicle looks up. */
    private final class Requested implements RunContext {

        private final RunRequested request;

        private Requested(RunId run) {
            this.request = Objects.requireNonNull(requests.get(run), run::toString);
        }

        @Override
        public RunSpecification specification() {
            return request.specification();
        }

        @Override
        public @Nullable Instant nominal() {
            return request.cause().nominal();
        }

        @Override
        public boolean isServed() {
            return true;
        }

        @Override
        public Deployment deployment() {
            return deployments.getOrDefault(request.deployment(), Deployment.ABSENT);
        }

        @Override
        public Slots slots() {
            return Slots.NONE;
        }
    }

    /** Of a deployment without a limit, and without backfills. */
    private record Alone() implements DeploymentContext {

        @Override
        public Slots slots() {
            return Slots.NONE;
        }

        @Override
        public List<Backfill.UnderWay> backfills() {
            return List.of();
        }

        @Override
        public Optional<DeploymentDocument> document(int revision) {
            return Optional.empty();
        }
    }
}
