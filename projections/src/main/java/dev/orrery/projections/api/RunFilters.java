package dev.orrery.projections.api;

import dev.orrery.projections.view.Keys;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list of runs is narrowed to that has an index: a row for each run that is in it.
 *
 * @param deployment whose runs
 * @param backfill that requested them
 * @param parent the run whose work asked for them; it may be another deployment's
 * @param name what they are called
 */
record RunFilters(
        @Nullable DeploymentId deployment,
        @Nullable BackfillId backfill,
        @Nullable RunId parent,
        @Nullable String name) {

    /** An id of the partition that all of them are on, where there is one such. */
    @Nullable UUID root() {
        if (deployment != null) {
            return deployment.value();
        }
        return backfill == null ? null : backfill.value();
    }

    /**
     * The beginning of the keys in the index that has the fewest rows; nothing without a filter.
     */
    byte @Nullable [] index() {
        if (parent != null) {
            return Keys.runsOfParent(parent);
        }
        if (backfill != null) {
            return Keys.runsOfBackfill(backfill);
        }
        if (name != null) {
            return Keys.runsNamed(name);
        }
        return deployment == null ? null : Keys.runsOf(deployment);
    }

    /** The keys that are there of a run that belongs to the list. */
    List<byte[]> keys(RunId run) {
        var keys = new ArrayList<byte[]>();
        if (deployment != null) {
            keys.add(Keys.runOf(deployment, run));
        }
        if (backfill != null) {
            keys.add(Keys.runOfBackfill(backfill, run));
        }
        if (parent != null) {
            keys.add(Keys.runOfParent(parent, run));
        }
        if (name != null) {
            keys.add(Keys.runNamed(name, run));
        }
        return keys;
    }
}
