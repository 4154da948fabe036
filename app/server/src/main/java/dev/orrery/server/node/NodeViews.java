package dev.orrery.server.node;

import dev.orrery.projections.generation.Generations;
import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.stream.ProjectorSettings;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.server.edge.Edge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The views of a node: of what it folds, and in a cluster of what any node folds. */
final class NodeViews {

    private static final Duration OUTPUT_KEPT = Duration.ofDays(14);

    /** Who stands in the events of what nobody asked for. */
    private static final String ACTOR = "orrery";

    private NodeViews() {}

    /**
     * Where they are.
     *
     * @param instance who the node is, the same after a restart
     * @param state the folder of the stores
     * @param edge by which other nodes ask this one, where it has any
     */
    record Place(String instance, Path state, @Nullable Edge edge) {

        Optional<NodeAddress> address(NodeSettings settings) {
            return edge == null || !settings.isInCluster()
                    ? Optional.empty()
                    : Optional.of(settings.address(edge.port()));
        }
    }

    static Generations open(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Place place,
            Exchange exchange,
            Consumer<Throwable> whenStopped) {
        var projector =
                new ProjectorSettings(
                        kafka.clients(),
                        place.state(),
                        place.instance(),
                        settings.partitions(),
                        OUTPUT_KEPT,
                        place.address(settings),
                        settings.standbyReplicas(),
                        ProjectorSettings.FIRST);
        return new Generations(
                projector,
                codecs,
                settings.isInCluster() ? Optional.of(kafka.source()) : Optional.empty(),
                command -> ask(exchange, command),
                whenStopped);
    }

    private static CompletableFuture<Reply> ask(Exchange exchange, SwitchViews command) {
        var reason = "Generation " + command.generation() + " has all that is in the log.";
        return exchange.command(
                new CommandHeader(CommandId.random(), ACTOR, null, null, null, reason, null),
                command);
    }
}
