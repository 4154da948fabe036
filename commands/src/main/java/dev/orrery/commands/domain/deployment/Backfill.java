package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The making up for the nominal times of a range, as far as decisions need it. */
public sealed interface Backfill {

    Ended ENDED = new Ended();

    /** It ended, or never was. */
    record Ended() implements Backfill {}

    /**
     * It requests runs.
     *
     * @param id its id
     * @param deployment whose schedule it is
     * @param name of the schedule
     * @param to the last moment of its range
     * @param atOnce how many of its runs may be under way at once
     * @param underWay its runs that had not ended when the last was requested
     * @param next the nominal time that runs next; none after the last
     */
    record UnderWay(
            BackfillId id,
            DeploymentId deployment,
            String name,
            Instant to,
            int atOnce,
            List<RunId> underWay,
            @Nullable Instant next)
            implements Backfill {}

    static Backfill evolve(Backfill before, BackfillEvent event) {
        return switch (event) {
            case BackfillStarted e ->
                    new UnderWay(
                            e.backfill(),
                            e.deployment(),
                            e.name(),
                            e.to(),
                            e.atOnce(),
                            List.of(),
                            e.next());
            case BackfillFired e -> {
                var going = underWay(before);
                yield new UnderWay(
                        going.id(),
                        going.deployment(),
                        going.name(),
                        going.to(),
                        going.atOnce(),
                        e.underWay(),
                        e.next());
            }
            case BackfillEnded _ -> ENDED;
        };
    }

    private static UnderWay underWay(Backfill before) {
        return switch (before) {
            case UnderWay going -> going;
            case Ended _ ->
                    throw new IllegalStateException("the log goes on with a backfill that ended");
        };
    }
}
