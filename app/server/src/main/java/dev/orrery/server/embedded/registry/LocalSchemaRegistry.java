package dev.orrery.server.embedded.registry;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * The registry for the process that it is in. The same code answers as over HTTP, without a cold
 * HTTP client and sixty cold requests in the first second of a start.
 */
final class LocalSchemaRegistry implements SchemaRegistry {
    private final Registry registry;

    /** Bounded by what is registered. */
    private final Map<Integer, Schema> parsed = new ConcurrentHashMap<>();

    LocalSchemaRegistry(Registry registry) {
        this.registry = registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        return registerAll(List.of(new Registration(subject, schema))).getFirst();
    }

    @Override
    public List<Integer> registerAll(List<Registration> wanted) {
        return ask(() -> registry.registerAll(wanted));
    }

    @Override
    public Optional<Integer> lookUp(String subject, Schema schema) {
        return ask(() -> registry.find(subject, schema)).map(RegistryRecord.Version::id);
    }

    @Override
    public Schema schema(int id) {
        return parsed.computeIfAbsent(
                id, _ -> new Schema.Parser().parse(ask(() -> registry.schema(id))));
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        return ask(() -> registry.problems(subject, schema, registry.active(subject))).isEmpty();
    }

    @Override
    public void requireCompatibility(String subject, Compatibility level) {
        if (registry.level(subject) != level) {
            ask(() -> {
                registry.setLevel(Optional.of(subject), level);
                return level;
            });
        }
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (ApiError e) {
            throw e.status() < 500
                    ? RegistryException.refused(e.status(), e.code(), e.sentence())
                    : RegistryException.unavailable(e.status(), e.code(), e.sentence());
        }
    }
}
