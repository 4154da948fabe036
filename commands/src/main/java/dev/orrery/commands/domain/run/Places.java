package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Run.AwaitingSlot;
import dev.orrery.commands.domain.run.Run.Cancelling;
import dev.orrery.commands.domain.run.Run.Dispatched;
import dev.orrery.commands.domain.run.Run.Ended;
import dev.orrery.commands.domain.run.Run.Late;
import dev.orrery.commands.domain.run.Run.Leased;
import dev.orrery.commands.domain.run.Run.Paused;
import dev.orrery.commands.domain.run.Run.Queued;
import dev.orrery.commands.domain.run.Run.Running;
import dev.orrery.commands.domain.run.Run.Suspended;
import dev.orrery.commands.domain.run.Run.Waiting;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots.Place;
import dev.orrery.commands.domain.slot.Slots.Stage;
import java.util.Optional;

/** Which place a run has among the slots of its deployment. */
public final class Places {

    private Places() {}

    /**
     * None, where it neither has a slot nor waits for one. What waits ends with its deployment, and
     * has none with another of its name; what is held still takes up a slot.
     *
     * @param deployment of its name, as it is now
     */
    public static Optional<Place> of(Dispatched run, Deployment deployment) {
        return switch (run) {
            case Waiting _ when !Deployment.owns(deployment, run.ticket().revision()) ->
                    Optional.empty();
            case Queued _, Late _ when run.ticket().slot() -> place(run, Stage.READY);
            case Queued _, Late _, Suspended _, Ended _ -> Optional.empty();
            case AwaitingSlot _ -> place(run, Stage.AWAITING);
            case Leased _, Running _, Paused _ -> place(run, Stage.HELD);
            case Cancelling _ -> place(run, Stage.ENDING);
        };
    }

    private static Optional<Place> place(Dispatched run, Stage stage) {
        return Optional.of(new Place(claim(run), stage));
    }

    static Claim claim(Dispatched run) {
        var ticket = run.ticket();
        return new Claim(ticket.id(), ticket.scheduledFor(), ticket.priority());
    }
}
