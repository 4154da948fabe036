package dev.orrery.commands.domain;

import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    private Draft() {}

    public static DeploymentDocument document() {
        return document(_ -> {});
    }

    public static DeploymentDocument document(Consumer<Draft> change) {
        var draft = new Draft();
        change.accept(draft);
        return draft.finished();
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
        return new ScheduleDocument(
                schedule.name(),
                schedule.interval(),
                schedule.cron(),
                schedule.rrule(),
                schedule.parameters(),
                false);
    }

    public static ScheduleDocument with(ScheduleDocument schedule, Json parameters) {
        return new ScheduleDocument(
                schedule.name(),
                schedule.interval(),
                schedule.cron(),
                schedule.rrule(),
                parameters,
                schedule.active());
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
                timeoutSeconds);
    }
}
