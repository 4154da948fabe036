package dev.orrery.schemas.deployment;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment is: which flow to run, where its code is, with which parameters, on which
 * schedules, on which infrastructure. An update replaces it whole.
 *
 * @param description for people
 * @param version the user's label of the code, such as a Git commit
 * @param tags for people and filters, in the user's order
 * @param entrypoint what to execute
 * @param path the absolute folder that holds the code and is the run's working folder; without one,
 *     a new empty folder
 * @param parameters a JSON object, the defaults of each run
 * @param environment variables for the run; a value {@code secret:NAME} is resolved by the runner
 * @param schedules when it runs by itself
 * @param pool the work pool whose runners execute it
 * @param infrastructure where a run runs
 * @param timeoutSeconds how long an attempt may run; without it, for ever
 */
public record DeploymentDocument(
        @Nullable String description,
        @Nullable String version,
        List<String> tags,
        Entrypoint entrypoint,
        @Nullable String path,
        Json parameters,
        Map<String, String> environment,
        List<ScheduleDocument> schedules,
        String pool,
        Infrastructure infrastructure,
        @Nullable Integer timeoutSeconds) {

    public static final String DEFAULT_POOL = "default";

    public DeploymentDocument {
        tags = List.copyOf(tags);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        schedules = List.copyOf(schedules);
    }
}
