package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.event.RunSpecification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a decision about a run that runners execute may look up, as things are now. */
public interface RunContext {

    /** Everything that the run needs. */
    RunSpecification specification();

    /** The nominal time that the run is for; none where it is for the time at which it starts. */
    @Nullable Instant nominal();

    /** Whether somebody serves the work pool that the run names. */
    boolean isServed();

    /** The deployment of its name, which may be another than the one that it is of. */
    Deployment deployment();

    /** The limit of its deployment; none where it has none. */
    default @Nullable Concurrency concurrency() {
        return Deployment.concurrency(deployment());
    }

    /** The slots of its deployment. */
    Slots slots();
}
