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
 * @param labels names and values, for people and filters
 * @param entrypoint what to execute
 * @param code where the folder of the code comes from; without it, it is where the path says, on
 *     every runner
 * @param path the absolute folder that holds the code and is the run's working folder; without one
 *     and without code, a new empty folder
 * @param parameters a JSON object, the defaults of each run
 * @param parameterSchema a JSON Schema of the parameters
 * @param environment variables for the run; a value {@code secret:NAME} is resolved by the runner
 * @param schedules when it runs by itself
 * @param pool the work pool whose runners execute it
 * @param infrastructure where a run runs
 * @param timeoutSeconds how long an attempt may run; without it, for ever
 * @param owner who answers for it, for people and filters
 * @param enforceParameters whether parameters that do not fit the schema are refused
 * @param concurrency how many of its runs may be under way at once; without it, any number
 * @param retry whether an attempt that ended badly is followed by another; without it, it is not
 * @param queueTimeoutSeconds how long a run may wait for a runner once it is due; without it, for
 *     ever
 */
public record DeploymentDocument(
        @Nullable String description,
        @Nullable String version,
        List<String> tags,
        Map<String, String> labels,
        Entrypoint entrypoint,
        @Nullable CodeSource code,
        @Nullable String path,
        Json parameters,
        @Nullable Json parameterSchema,
        Map<String, String> environment,
        List<ScheduleDocument> schedules,
        String pool,
        Infrastructure infrastructure,
        @Nullable Integer timeoutSeconds,
        @Nullable String owner,
        boolean enforceParameters,
        @Nullable Concurrency concurrency,
        @Nullable RetryPolicy retry,
        @Nullable Integer queueTimeoutSeconds) {

    public static final String DEFAULT_POOL = "default";

    public DeploymentDocument {
        tags = List.copyOf(tags);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        schedules = List.copyOf(schedules);
    }
}
