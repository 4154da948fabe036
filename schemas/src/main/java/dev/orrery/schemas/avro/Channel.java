package dev.orrery.schemas.avro;

import dev.orrery.schemas.artifact.ArtifactRecord;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.signal.RunReady;
import dev.orrery.schemas.topic.Topics;
import java.util.List;

/**
 * What travels where.
 *
 * @param type a record, or a sealed interface of records
 * @param topics that carry it; a schema is registered for each
 */
record Channel(Class<?> type, List<String> topics) {

    /** As an installation with the one pool that is always meant has them. */
    static final List<Channel> ALL = of(List.of(DeploymentDocument.DEFAULT_POOL));

    /**
     * @param pools the work pools, each of which has a topic of its own
     */
    static List<Channel> of(List<String> pools) {
        return List.of(
                new Channel(Event.class, List.of(Topics.EVENTS)),
                new Channel(Command.class, List.of(Topics.COMMANDS, Topics.TRANSFERS)),
                new Channel(Report.class, List.of(Topics.REPORTS)),
                new Channel(Reply.class, List.of(Topics.REPLIES)),
                new Channel(RunReady.class, pools.stream().map(Topics::dispatch).toList()),
                new Channel(Control.class, List.of(Topics.CONTROL)),
                new Channel(Heartbeat.class, List.of(Topics.HEARTBEATS)),
                new Channel(LiveViews.class, List.of(Topics.VIEWS)),
                new Channel(OutputChunk.class, List.of(Topics.LOGS)),
                new Channel(ArtifactRecord.class, List.of(Topics.ARTIFACTS)),
                new Channel(Refused.class, List.of(Topics.REJECTIONS)),
                new Channel(DeadLetter.class, List.of(Topics.DEAD_LETTERS)));
    }

    List<Contract> contracts() {
        return Contracts.of(type);
    }
}
