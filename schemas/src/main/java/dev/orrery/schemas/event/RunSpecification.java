package dev.orrery.schemas.event;

import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs, fixed when it is requested: a later change of its deployment never
 * changes it.
 *
 * @param entrypoint what to execute
 * @param code where the folder of the code comes from
 * @param path the absolute folder of the code; without one and without code, a new empty folder
 * @param parameters a JSON object: the deployment's, the schedule's and the request's, merged
 * @param environment variables for the run
 * @param tags of the deployment and of the request
 * @param pool the work pool
 * @param infrastructure where it runs
 * @param timeoutSeconds how long an attempt may run; without it, for ever
 * @param retry whether an attempt that ended badly is followed by another; without it, it is not
 * @param queueTimeoutSeconds how long it may wait for a runner once it is due; without it, for ever
 */
public record RunSpecification(
        Entrypoint entrypoint,
        @Nullable CodeSource code,
        @Nullable String path,
        Json parameters,
        Map<String, String> environment,
        List<String> tags,
        String pool,
        Infrastructure infrastructure,
        @Nullable Integer timeoutSeconds,
        @Nullable RetryPolicy retry,
        @Nullable Integer queueTimeoutSeconds) {

    public RunSpecification {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        tags = List.copyOf(tags);
    }

    /** With other parameters. */
    public RunSpecification with(Json newParameters) {
        return new RunSpecification(
                entrypoint,
                code,
                path,
                newParameters,
                environment,
                tags,
                pool,
                infrastructure,
                timeoutSeconds,
                retry,
                queueTimeoutSeconds);
    }
}
