package dev.orrery.commands.api;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
        @Nullable Entrypoint entrypoint,
        @Nullable String path,
        @Nullable Json parameters,
        @Nullable Map<String, String> environment,
        @Nullable List<ScheduleBody> schedules,
        @Nullable String pool,
        @Nullable InfrastructureBody infrastructure,
        @Nullable Integer timeoutSeconds) {

    /** A schedule as a client writes it. */
    record ScheduleBody(
            @Nullable String name,
            @Nullable IntervalBody interval,
            @Nullable Json parameters,
            @Nullable Boolean active) {}

    /** An interval as a client writes it. */
    record IntervalBody(@Nullable Long seconds, @Nullable String anchor) {}

    /** An infrastructure as a client writes it. */
    record InfrastructureBody(@Nullable String type, @Nullable Json settings) {}

    DeploymentDocument toDocument() {
        return new DeploymentDocument(
                description,
                version,
                orElse(tags, List.of()),
                whole(required(entrypoint, "/entrypoint")),
                path,
                orElse(parameters, Json.EMPTY_OBJECT),
                orElse(environment, Map.of()),
                scheduleDocuments(),
                orElse(pool, DeploymentDocument.DEFAULT_POOL),
                infrastructureOrProcess(),
                timeoutSeconds);
    }

    /** A field that is written as null is missing too. */
    private static Entrypoint whole(Entrypoint entrypoint) {
        return switch (entrypoint) {
            case Entrypoint.Command c -> c;
            case Entrypoint.Python p -> {
                required(p.path(), "/entrypoint/path");
                required(p.function(), "/entrypoint/function");
                yield p;
            }
            case Entrypoint.Java j -> {
                required(j.path(), "/entrypoint/path");
                yield j;
            }
        };
    }

    private List<ScheduleDocument> scheduleDocuments() {
        var documents = new ArrayList<ScheduleDocument>();
        for (var schedule : orElse(schedules, List.<ScheduleBody>of())) {
            var field = "/schedules/" + documents.size();
            var interval = required(schedule.interval(), field + "/interval");
            documents.add(
                    new ScheduleDocument(
                            required(schedule.name(), field + "/name"),
                            new ScheduleDocument.Interval(
                                    required(interval.seconds(), field + "/interval/seconds"),
                                    anchor(interval.anchor(), field + "/interval/anchor")),
                            orElse(schedule.parameters(), Json.EMPTY_OBJECT),
                            orElse(schedule.active(), true)));
        }
        return documents;
    }

    private Infrastructure infrastructureOrProcess() {
        return infrastructure == null
                ? Infrastructure.PROCESS
                : new Infrastructure(
                        required(infrastructure.type(), "/infrastructure/type"),
                        orElse(infrastructure.settings(), Json.EMPTY_OBJECT));
    }

    private static @Nullable Instant anchor(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException malformed) {
            throw new ApiProblem(
                    Refusal.INVALID_COMMAND,
                    "A time is written as 2026-11-22T08:00:00Z or with an offset.",
                    field);
        }
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new ApiProblem(Refusal.INVALID_COMMAND, "It is required.", field);
        }
        return value;
    }

    private static <T> T orElse(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
