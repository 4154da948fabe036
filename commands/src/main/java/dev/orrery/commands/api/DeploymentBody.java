package dev.orrery.commands.api;

import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as a client writes it: only the entrypoint is required, the rest has defaults. The
 * fields are those of {@link DeploymentDocument}.
 */
record DeploymentBody(
        @Nullable String description,
        @Nullable String version,
        @Nullable List<String> tags,
        @Nullable Map<String, String> labels,
        @Nullable Entrypoint entrypoint,
        @Nullable CodeSource code,
        @Nullable String path,
        @Nullable Json parameters,
        @Nullable Json parameterSchema,
        @Nullable Map<String, String> environment,
        @Nullable List<ScheduleBody> schedules,
        @Nullable String pool,
        @Nullable InfrastructureBody infrastructure,
        @Nullable Integer timeoutSeconds,
        @Nullable String owner,
        @Nullable Boolean enforceParameters,
        @Nullable Concurrency concurrency,
        @Nullable RetryPolicy retry,
        @Nullable Integer queueTimeoutSeconds) {

    /** A schedule as a client writes it. */
    record ScheduleBody(
            @Nullable String name,
            @Nullable IntervalBody interval,
            @Nullable CronBody cron,
            @Nullable RecurrenceBody rrule,
            @Nullable Json parameters,
            @Nullable Boolean active,
            @Nullable String start,
            @Nullable String end,
            @Nullable Integer jitterSeconds,
            @Nullable CatchUp catchUp) {

        ScheduleDocument toDocument(String field) {
            return new ScheduleDocument(
                    Fields.required(name, field + "/name"),
                    interval == null ? null : interval.toRule(field + "/interval"),
                    cron == null ? null : cron.toRule(field + "/cron"),
                    rrule == null ? null : rrule.toRule(field + "/rrule"),
                    orElse(parameters, Json.EMPTY_OBJECT),
                    orElse(active, true),
                    Fields.optionalTime(start, field + "/start"),
                    Fields.optionalTime(end, field + "/end"),
                    orElse(jitterSeconds, 0),
                    orElse(catchUp, CatchUp.DEFAULT));
        }
    }

    /** An interval as a client writes it. */
    record IntervalBody(
            @Nullable Long seconds, @Nullable String anchor, @Nullable String timezone) {
        Interval toRule(String field) {
            return new Interval(
                    Fields.required(seconds, field + "/seconds"),
                    Fields.optionalTime(anchor, field + "/anchor"),
                    timezone);
        }
    }

    /** A cron rule as a client writes it. */
    record CronBody(@Nullable String expression, @Nullable String timezone) {
        Cron toRule(String field) {
            return new Cron(Fields.required(expression, field + "/expression"), timezone);
        }
    }

    /** A recurrence rule as a client writes it. */
    record RecurrenceBody(
            @Nullable String rule, @Nullable String timezone, @Nullable String start) {
        Recurrence toRule(String field) {
            return new Recurrence(
                    Fields.required(rule, field + "/rule"),
                    timezone,
                    Fields.optionalTime(start, field + "/start"));
        }
    }

    /** An infrastructure as a client writes it. */
    record InfrastructureBody(@Nullable String type, @Nullable Json settings) {}

    DeploymentDocument toDocument() {
        return new DeploymentDocument(
                description,
                version,
                orElse(tags, List.<String>of()).stream().distinct().toList(),
                orElse(labels, Map.of()),
                whole(Fields.required(entrypoint, "/entrypoint")),
                code == null ? null : whole(code),
                path,
                orElse(parameters, Json.EMPTY_OBJECT),
                parameterSchema,
                orElse(environment, Map.of()),
                scheduleDocuments(),
                orElse(pool, DeploymentDocument.DEFAULT_POOL),
                infrastructureOrProcess(),
                timeoutSeconds,
                owner,
                orElse(enforceParameters, true),
                concurrency,
                retry,
                queueTimeoutSeconds);
    }

    /** A field that is written as null is missing too. */
    private static Entrypoint whole(Entrypoint entrypoint) {
        return switch (entrypoint) {
            case Entrypoint.Command c -> c;
            case Entrypoint.Python p -> {
                Fields.required(p.path(), "/entrypoint/path");
                Fields.required(p.function(), "/entrypoint/function");
                yield p;
            }
            case Entrypoint.Java j -> {
                Fields.required(j.path(), "/entrypoint/path");
                yield j;
            }
        };
    }

    private static CodeSource whole(CodeSource code) {
        return switch (code) {
            case CodeSource.Pushed p -> {
                Fields.required(p.artifact(), "/code/artifact");
                yield p;
            }
            case CodeSource.Host h -> {
                Fields.required(h.host(), "/code/host");
                yield h;
            }
            case CodeSource.S3 s -> {
                Fields.required(s.bucket(), "/code/bucket");
                yield s;
            }
        };
    }

    private List<ScheduleDocument> scheduleDocuments() {
        var documents = new ArrayList<ScheduleDocument>();
        for (var schedule : orElse(schedules, List.<ScheduleBody>of())) {
            var field = "/schedules/" + documents.size();
            documents.add(schedule.toDocument(field));
        }
        return documents;
    }

    private Infrastructure infrastructureOrProcess() {
        return infrastructure == null
                ? Infrastructure.PROCESS
                : new Infrastructure(
                        Fields.required(infrastructure.type(), "/infrastructure/type"),
                        orElse(infrastructure.settings(), Json.EMPTY_OBJECT));
    }

    private static <T> T orElse(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
