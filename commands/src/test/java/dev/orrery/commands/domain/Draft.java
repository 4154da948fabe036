package dev.orrery.commands.domain;

import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A document while it is written: the example, with what a test changes in it. */
public final class Draft {

    public @Nullable String description = "Says hello";
    public @Nullable String version = "1";
    public List<String> tags = List.of("example", "daily");
    public Map<String, String> labels = Map.of("git.branch", "main");
    public Entrypoint entrypoint = new Entrypoint.Command(List.of("sh", "-c", "echo hi"));
    public @Nullable CodeSource code;
    public @Nullable String path = "/srv/flows";
    public Json parameters = Json.parse("{\"name\":\"world\",\"times\":1}");
    public @Nullable Json parameterSchema = Json.parse("{\"type\":\"object\"}");
    public Map<String, String> environment = Map.of("GREETING", "hello");
    public List<ScheduleDocument> schedules = List.of();
    public String pool = DeploymentDocument.DEFAULT_POOL;
    public Infrastructure infrastructure = Infrastructure.PROCESS;
    public @Nullable Integer timeoutSeconds = 60;
    public @Nullable String owner;
    public boolean enforceParameters = true;
    public @Nullable Concurrency concurrency;
    public @Nullable RetryPolicy retry;
    public @Nullable Integer queueTimeoutSeconds;

    private Draft() {}

    public static DeploymentDocument document() {
        return document(_ -> {});
    }

    public static DeploymentDocument document(Consumer<Draft> change) {
        var draft = new Draft();
        change.accept(draft);
        return draft.finished();
    }

    public static DeploymentDocument limited(int limit, Collision collision) {
        return document(draft -> draft.concurrency = new Concurrency(limit, collision));
    }

    public static DeploymentDocument scheduled(ScheduleDocument... schedules) {
        return document(draft -> draft.schedules = List.of(schedules));
    }

    /** Active, counted from the epoch, no parameters of its own. */
    public static ScheduleDocument every(String name, Duration interval) {
        return every(name, interval, null);
    }

    public static ScheduleDocument every(String name, Duration interval, @Nullable Instant anchor) {
        var rule = new ScheduleDocument.Interval(interval.toSeconds(), anchor);
        return new ScheduleDocument(name, rule, Json.EMPTY_OBJECT, true);
    }

    public static ScheduleDocument inactive(ScheduleDocument schedule) {
        return changed(schedule, s -> s.active = false);
    }

    public static ScheduleDocument with(ScheduleDocument schedule, Json parameters) {
        return changed(schedule, s -> s.parameters = parameters);
    }

    public static ScheduleDocument with(ScheduleDocument schedule, CatchUp catchUp) {
        return changed(schedule, s -> s.catchUp = catchUp);
    }

    /** One that has 31 million times a year, in few letters. */
    public static ScheduleDocument heap(String name) {
        var rule =
                "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=%s;BYMINUTE=%s;BYSECOND=%s"
                        .formatted(numbers(24), numbers(60), numbers(60));
        var rrule = new ScheduleDocument.Recurrence(rule, null, null);
        return new ScheduleDocument(name, null, null, rrule, Json.EMPTY_OBJECT, true);
    }

    private static String numbers(int end) {
        return IntStream.range(0, end).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    public static ScheduleDocument jittered(ScheduleDocument schedule, int seconds) {
        return changed(schedule, s -> s.jitterSeconds = seconds);
    }

    public static ScheduleDocument between(
            @Nullable Instant start, @Nullable Instant end, ScheduleDocument schedule) {
        return changed(
                schedule,
                s -> {
                    s.start = start;
                    s.end = end;
                });
    }

    private static ScheduleDocument changed(
            ScheduleDocument schedule, Consumer<ScheduleDraft> change) {
        var draft = new ScheduleDraft(schedule);
        change.accept(draft);
        return new ScheduleDocument(
                schedule.name(),
                schedule.interval(),
                schedule.cron(),
                schedule.rrule(),
                draft.parameters,
                draft.active,
                draft.start,
                draft.end,
                draft.jitterSeconds,
                draft.catchUp);
    }

    /** What a test changes in a schedule. */
    private static final class ScheduleDraft {
        private Json parameters;
        private boolean active;
        private @Nullable Instant start;
        private @Nullable Instant end;
        private int jitterSeconds;
        private CatchUp catchUp;

        ScheduleDraft(ScheduleDocument schedule) {
            parameters = schedule.parameters();
            active = schedule.active();
            start = schedule.start();
            end = schedule.end();
            jitterSeconds = schedule.jitterSeconds();
            catchUp = schedule.catchUp();
        }
    }

    private DeploymentDocument finished() {
        return new DeploymentDocument(
                description,
                version,
                tags,
                labels,
                entrypoint,
                code,
                path,
                parameters,
                parameterSchema,
                environment,
                schedules,
                pool,
                infrastructure,
                timeoutSeconds,
                owner,
                enforceParameters,
                concurrency,
                retry,
                queueTimeoutSeconds);
    }
}
