package dev.orrery.commands.processor;

import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.command.ViewsCommand;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RootId;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * By what the answer to a command is found again: who asked, what the client called it, and what it
 * was about. That is the deployment, or the run of a command to a run: whose a run is nobody knows
 * any more when it is forgotten, and its answers are remembered for longer.
 */
final class AnswerKeys {

    private AnswerKeys() {}

    /**
     * Of a command: it is found by the first. Of one that repeats a run its event does not tell
     * which of the two was asked, so that it has both.
     *
     * @param root of the run of a command to a run, where it is known; else the run itself
     */
    static List<Bytes> of(Command command, RootId root, String actor, CommandId id) {
        return about(command, root).stream().map(key -> Answers.key(key, actor, id)).toList();
    }

    private static List<String> about(Command command, RootId root) {
        return switch (command) {
            case RequestRun c when c.rerunOf() != null ->
                    List.of(c.target().key(), c.rerunOf().key());
            case DeploymentCommand c -> List.of(c.target().key());
            case TrackRun c -> List.of(CommandDesk.owner(c).key());
            case RerunRun c -> List.of(c.run().key(), root.key());
            case RunCommand c -> List.of(c.run().key());
            case ViewsCommand c -> List.of(c.target().key());
        };
    }

    /** Of a command, by the first event that it led to. */
    static List<Bytes> of(RecordedEvent event, Origin origin) {
        return about(event).stream()
                .map(about -> Answers.key(about, event.header().actor(), origin.command()))
                .toList();
    }

    private static List<String> about(RecordedEvent event) {
        return switch (event.event()) {
            case RunRequested e when e.cause().rerunOf() != null ->
                    List.of(event.root(), e.cause().rerunOf().key());
            case RunRequested _, RunTracked _ -> List.of(event.root());
            case RunEvent e -> List.of(e.run().key());
            case DeploymentEvent _, ScheduleEvent _, BackfillEvent _, ViewsEvent _ ->
                    List.of(event.root());
        };
    }
}
