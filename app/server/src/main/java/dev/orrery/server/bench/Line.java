package dev.orrery.server.bench;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.exchange.ExchangeSettings;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.server.node.Endpoints;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;

/** Sends commands as Kafka records and reads the replies, as a client of Kafka does. */
final class Line implements AutoCloseable {

    private static final int PARTITIONS = 8;

    private final HttpSchemaRegistry registry;
    private final Exchange exchange;

    Line(Endpoints endpoints) {
        registry =
                new HttpSchemaRegistry(
                        RegistrySettings.from(Map.of("schema.registry.url", endpoints.registry())));
        exchange =
                Exchange.start(
                        Map.of("bootstrap.servers", endpoints.kafka()),
                        PARTITIONS,
                        Codecs.start(SchemaIds.register(new Asking(registry))),
                        ExchangeSettings.of("/bench", "bench"));
    }

    CompletableFuture<Reply> ask(Command command) {
        var header = new CommandHeader(CommandId.random(), "bench", null, null, null, null, null);
        return exchange.command(header, command)
                .thenApply(reply ->
                        switch (reply) {
                            case Reply.Accepted accepted -> accepted;
                            case Reply.Rejected _, Reply.Leased _ ->
                                    throw new IllegalStateException("refused: " + reply);
                        });
    }

    @Override
    public void close() {
        exchange.close();
        registry.close();
    }

    private record Asking(HttpSchemaRegistry registry) implements Registrar {
        @Override
        public int register(String subject, Schema schema) {
            return registry.register(subject, schema);
        }

        @Override
        public Optional<Schema> schema(int id) {
            return Optional.of(registry.schema(id));
        }
    }
}
