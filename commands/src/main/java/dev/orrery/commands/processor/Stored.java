package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.views.ViewGenerations;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.reply.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the state store holds of each aggregate: its state, and what the log says of it. */
final class Stored {

    private Stored() {}

    /**
     * @param version of the aggregate, 0 when it has no event
     * @param sequence of its last event on the partition
     * @param state as the domain knows it
     */
    record OfDeployment(long version, long sequence, Deployment state) {
        static final OfDeployment NONE = new OfDeployment(0, 0, Deployment.ABSENT);
    }

    /**
     * @param document what a deployment was
     */
    record OfRevision(DeploymentDocument document) {}

    /** As {@link OfDeployment}. */
    record OfSchedule(long version, long sequence, Schedule state) {
        static final OfSchedule NONE = new OfSchedule(0, 0, Schedule.STOPPED);
    }

    /** As {@link OfDeployment}. */
    record OfBackfill(long version, long sequence, Backfill state) {
        static final OfBackfill NONE = new OfBackfill(0, 0, Backfill.ENDED);
    }

    /** As {@link OfDeployment}. */
    record OfRun(long version, long sequence, Run state) {
        static final OfRun NONE = new OfRun(0, 0, Run.ABSENT);
    }

    /** As {@link OfDeployment}. */
    record OfViews(long version, long sequence, ViewGenerations state) {
        static final OfViews NONE = new OfViews(0, 0, ViewGenerations.FIRST);
    }

    /**
     * What a run executes: written once, since it can be large, and read by its leases.
     *
     * @param flow the name of the flow
     * @param scheduledTime the time that the run is for
     * @param nominal the same, where it is a nominal time
     * @param specification everything that the run needs
     */
    record OfWork(
            String flow,
            Instant scheduledTime,
            @Nullable Instant nominal,
            RunSpecification specification) {

        static OfWork of(String flow, RunRequested request) {
            return new OfWork(
                    flow,
                    request.scheduledTime(),
                    request.cause().nominal(),
                    request.specification());
        }
    }

    /**
     * The first answer to a command id.
     *
     * @param time when it was given; first, since a start reads of all answers this alone
     * @param digest of the command that it answered
     * @param reply what was answered
     */
    record Answer(Instant time, String digest, Reply reply) {}
}
