package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.deployment.DeploymentDocument;
import java.util.List;
import java.util.Optional;

/** What a decision about a deployment may look up, as things are now. */
public interface DeploymentContext {

    /** The slots of the deployment. */
    Slots slots();

    /** The backfills of its schedules that are under way, the oldest first. */
    List<Backfill.UnderWay> backfills();

    /** The document of a revision, where it is one of those that are kept. */
    Optional<DeploymentDocument> document(int revision);
}
