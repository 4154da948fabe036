package dev.orrery.projections.view;

import dev.orrery.schemas.deployment.DeploymentDocument;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One document that a deployment had.
 *
 * @param revision its number, from 1
 * @param version of the deployment when it came
 * @param time when it came
 * @param actor who put it
 * @param reason why, in the caller's words
 * @param event the event that brought it, {@code partition:sequence}
 * @param changed the names of the fields that differ from the revision before; empty for the first,
 *     also after the deployment was deleted
 * @param rolledBackTo the number of the earlier revision whose document it is, where it is one's
 * @param document all that the deployment was
 */
public record RevisionView(
        int revision,
        long version,
        Instant time,
        String actor,
        @Nullable String reason,
        String event,
        List<String> changed,
        @Nullable Integer rolledBackTo,
        DeploymentDocument document) {}
