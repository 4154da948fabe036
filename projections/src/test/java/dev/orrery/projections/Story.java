package dev.orrery.projections;

import dev.orrery.projections.view.Rows;
import dev.orrery.projections.view.Views;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.envelope.WrittenEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of one partition, as a test tells it: each event gets its sequence, version and time. */
public final class Story {

    public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    public static final DeploymentId DAILY = DeploymentId.of("hello", "daily");

    private static final EventFormat FORMAT =
            new EventFormat(Codecs.start(SchemaIds.local()).events());

    private final int partition;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<UUID, Long> versions = new HashMap<>();
    private EventHash last = EventHash.NONE;

    public Story(int partition) {
        this.partition = partition;
    }

    /** Something happens, a second after what happened before it. */
    public Story then(RootId root, Event event) {
        long sequence = events.size() + 1L;
        var subject = event.subject().value();
        var header =
                new EventHeader(
                        new EventId(partition, sequence),
                        "/orrery/test",
                        subject,
                        versions.merge(subject, 1L, Long::sum),
                        BEGIN.plusSeconds(sequence),
                        "user:ada",
                        new EventHeader.Origin(new CommandId("command-" + sequence), "digest"),
                        null,
                        "because of the test",
                        last,
                        null);
        var recorded = new RecordedEvent(root.key(), header, event);
        events.add(recorded);
        last = write(recorded).hash();
        return this;
    }

    /** An event as it stands in the log. */
    public static WrittenEvent write(RecordedEvent event) {
        return FORMAT.write(RunId.parse(event.root()), event.header(), event.event());
    }

    /** Whether it was new. */
    public static boolean fold(RecordedEvent event, Rows rows) {
        return Views.fold(event, write(event).hash(), rows);
    }

    public List<RecordedEvent> events() {
        return List.copyOf(events);
    }

    public static Instant second(int number) {
        return BEGIN.plusSeconds(number);
    }

    public static DeploymentDocument document(String description, ScheduleDocument... schedules) {
        return new DeploymentDocument(
                description,
                "abc123",
                List.of("nightly"),
                Map.of(),
                new Entrypoint.Command(List.of("sh", "-c", "echo hi")),
                null,
                null,
                Json.parse("{\"name\":\"world\",\"ratio\":1.50}"),
                null,
                Map.of("TOKEN", "secret:TOKEN"),
                List.of(schedules),
                DeploymentDocument.DEFAULT_POOL,
                Infrastructure.PROCESS,
                60,
                null,
                true,
                null,
                null,
                null);
    }

    public static ScheduleDocument every(long seconds, String name) {
        var interval = new ScheduleDocument.Interval(seconds, null);
        return new ScheduleDocument(name, interval, Json.EMPTY_OBJECT, true);
    }

    public static RunId run(DeploymentId deployment, int second) {
        return RunId.requested(deployment, "ada", new CommandId("run-" + second), second(second));
    }

    public static RunRequested requested(DeploymentId deployment, RunId run) {
        return new RunRequested(
                run,
                deployment,
                1,
                "brave-otter",
                run.time(),
                RunCause.COMMAND,
                specification(),
                0);
    }

    /** A run that a process executes by itself, which began 90 seconds before it was told. */
    public static RunTracked tracked(@Nullable DeploymentId deployment, RunId run) {
        return tracked(deployment, run, TrackedState.RUNNING);
    }

    public static RunTracked tracked(
            @Nullable DeploymentId deployment, RunId run, TrackedState state) {
        return tracked(deployment, run, state, null);
    }

    public static RunTracked tracked(
            @Nullable DeploymentId deployment,
            RunId run,
            TrackedState state,
            @Nullable RunId parent) {
        return new RunTracked(
                run,
                deployment,
                deployment == null ? null : 1,
                "brave-otter",
                new TrackedRun(
                        deployment,
                        deployment == null ? "loose" : "hello",
                        null,
                        Json.parse("{\"name\":\"world\"}"),
                        List.of("local"),
                        new Fence(new UUID(7, 7)),
                        state,
                        BEGIN.minusSeconds(90),
                        "laptop",
                        4711L,
                        "flow.py:hello",
                        "/work",
                        parent));
    }

    public static RunSpecification specification() {
        return new RunSpecification(
                new Entrypoint.Command(List.of("sh", "-c", "echo hi")),
                null,
                null,
                Json.parse("{\"name\":\"world\"}"),
                Map.of("TOKEN", "secret:TOKEN"),
                List.of("nightly"),
                DeploymentDocument.DEFAULT_POOL,
                Infrastructure.PROCESS,
                60,
                null,
                null);
    }
}
