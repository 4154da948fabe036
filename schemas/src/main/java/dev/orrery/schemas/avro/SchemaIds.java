package dev.orrery.schemas.avro;

import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The numbers that a registry gave to our schemas, and its word on the numbers of others. They are
 * asked for at the start; afterwards the registry is needed only for a schema that is not ours.
 */
public final class SchemaIds {

    private final Map<String, Integer> ids;
    private final Registrar registrar;

    private SchemaIds(Map<String, Integer> ids, Registrar registrar) {
        this.ids = ids;
        this.registrar = registrar;
    }

    /**
     * Registers each schema under {@code <topic>-<full name of the record>} for each topic that it
     * travels on.
     */
    public static SchemaIds register(Registrar registrar) {
        return register(registrar, Channel.ALL);
    }

    /**
     * As {@link #register(Registrar)} does, with a registry.
     *
     * @param pools the work pools, each of which has a topic of its own
     */
    public static SchemaIds register(SchemaRegistry registry, List<String> pools) {
        return register(Registrar.of(registry), Channel.of(pools));
    }

    /** The subjects that {@link #register(SchemaRegistry, List)} registers our schemas under. */
    public static List<String> subjects(List<String> pools) {
        return wanted(Channel.of(pools)).stream().map(Registration::subject).toList();
    }

    private static List<Registration> wanted(List<Channel> channels) {
        var wanted = new ArrayList<Registration>();
        for (Channel channel : channels) {
            for (String topic : channel.topics()) {
                channel.contracts()
                        .forEach(contract ->
                                wanted.add(Registration.topicRecordName(topic, contract.schema())));
            }
        }
        return wanted;
    }

    private static SchemaIds register(Registrar registrar, List<Channel> channels) {
        var wanted = wanted(channels);
        var given = registrar.registerAll(wanted);
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < wanted.size(); i++) {
            // One content has one id in a registry, whatever the subject.
            ids.putIfAbsent(wanted.get(i).schema().getFullName(), given.get(i));
        }
        return new SchemaIds(Map.copyOf(ids), registrar);
    }

    /**
     * The ids 1, 2, 3, ... by the order of the names, the same in every process of this version:
     * for tests and measurements without a registry.
     */
    public static SchemaIds local() {
        var schemas =
                Contracts.all().stream()
                        .map(Contract::schema)
                        .sorted(Comparator.comparing(Schema::getFullName))
                        .toList();
        return register(
                new Registrar() {
                    @Override
                    public int register(String subject, Schema schema) {
                        return schemas.indexOf(schema) + 1;
                    }

                    @Override
                    public Optional<Schema> schema(int id) {
                        return id > 0 && id <= schemas.size()
                                ? Optional.of(schemas.get(id - 1))
                                : Optional.empty();
                    }
                });
    }

    int id(Contract contract) {
        var name = contract.schema().getFullName();
        return Objects.requireNonNull(ids.get(name), () -> name + " was not registered");
    }

    /**
     * @throws SchemaUnavailable when the registry does not answer
     */
    Optional<Schema> schema(int id) {
        try {
            return registrar.schema(id);
        } catch (RuntimeException noAnswer) {
            throw new SchemaUnavailable(
                    "The schema registry does not say what schema " + id + " is", noAnswer);
        }
    }
}
