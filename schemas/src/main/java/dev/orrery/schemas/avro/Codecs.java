package dev.orrery.schemas.avro;

import dev.orrery.schemas.artifact.ArtifactRecord;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.signal.RunReady;

/**
 * The codecs of everything that travels, made and checked at the start.
 *
 * @param events of {@code orrery.events}
 * @param commands of {@code orrery.commands} and {@code orrery.transfers}
 * @param reports of {@code orrery.reports}
 * @param replies of {@code orrery.replies}
 * @param ready of the dispatch topics
 * @param control of {@code orrery.control}
 * @param heartbeats of {@code orrery.heartbeats}
 * @param views of {@code orrery.views}
 * @param output of {@code orrery.logs}
 * @param artifacts of {@code orrery.artifacts}
 * @param refusals of {@code orrery.rejections}
 * @param deadLetters of {@code orrery.dead-letters}
 */
public record Codecs(
        Codec<Event> events,
        Codec<Command> commands,
        Codec<Report> reports,
        Codec<Reply> replies,
        Codec<RunReady> ready,
        Codec<Control> control,
        Codec<Heartbeat> heartbeats,
        Codec<LiveViews> views,
        Codec<OutputChunk> output,
        Codec<ArtifactRecord> artifacts,
        Codec<Refused> refusals,
        Codec<DeadLetter> deadLetters) {

    /**
     * @throws IllegalArgumentException when a record and its schema differ; names both
     */
    public static Codecs start(SchemaIds ids) {
        return start(ids, Archive.NONE);
    }

    /**
     * @param archive of the schemas that this and other versions wrote with
     * @throws IllegalArgumentException when a record and its schema differ; names both
     */
    public static Codecs start(SchemaIds ids, Archive archive) {
        var maker = new Maker(ids, archive);
        return new Codecs(
                maker.codec(Event.class),
                maker.codec(Command.class),
                maker.codec(Report.class),
                maker.codec(Reply.class),
                maker.codec(RunReady.class),
                maker.codec(Control.class),
                maker.codec(Heartbeat.class),
                maker.codec(LiveViews.class),
                maker.codec(OutputChunk.class),
                maker.codec(ArtifactRecord.class),
                maker.codec(Refused.class),
                maker.codec(DeadLetter.class));
    }

    private record Maker(SchemaIds ids, Archive archive) {
        <T> Codec<T> codec(Class<T> type) {
            return new Codec<>(type, Contracts.of(type), ids, archive);
        }
    }
}
