package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.DeploymentDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which fields of a document differ from the revision before. */
final class Differences {

    private Differences() {}

    static List<String> between(DeploymentDocument before, DeploymentDocument after) {
        var changed = new ArrayList<String>();
        note(changed, "description", before.description(), after.description());
        note(changed, "version", before.version(), after.version());
        note(changed, "tags", before.tags(), after.tags());
        note(changed, "labels", before.labels(), after.labels());
        note(changed, "entrypoint", before.entrypoint(), after.entrypoint());
        note(changed, "code", before.code(), after.code());
        note(changed, "path", before.path(), after.path());
        note(changed, "parameters", before.parameters(), after.parameters());
        note(changed, "parameterSchema", before.parameterSchema(), after.parameterSchema());
        note(changed, "environment", before.environment(), after.environment());
        note(changed, "schedules", before.schedules(), after.schedules());
        note(changed, "pool", before.pool(), after.pool());
        note(changed, "infrastructure", before.infrastructure(), after.infrastructure());
        note(changed, "timeoutSeconds", before.timeoutSeconds(), after.timeoutSeconds());
        note(changed, "owner", before.owner(), after.owner());
        note(changed, "enforceParameters", before.enforceParameters(), after.enforceParameters());
        note(changed, "concurrency", before.concurrency(), after.concurrency());
        note(changed, "retry", before.retry(), after.retry());
        note(
                changed,
                "queueTimeoutSeconds",
                before.queueTimeoutSeconds(),
                after.queueTimeoutSeconds());
        return changed;
    }

    private static void note(
            List<String> changed, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changed.add(field);
        }
    }
}
