package dev.orrery.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.registry.RegistryTransport.Answer;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * A registry behind HTTP. What was answered once is remembered, since an id never means another
 * schema: a running process asks only about what it has not seen, and needs no registry otherwise.
 */
public final class HttpSchemaRegistry implements SchemaRegistry, AutoCloseable {
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;

    /** At once: enough to hide the way to a registry, and no burst to it. */
    private static final int REQUESTS_MAX = 8;

    private final RegistryTransport transport;
    private final BoundedCache<Integer, Schema> schemas;
    private final BoundedCache<Registration, Integer> ids;
    private final BoundedCache<Integer, Missing> missing;
    private final long missingNanos;

    public HttpSchemaRegistry(RegistrySettings settings) {
        transport = new RegistryTransport(settings);
        schemas = new BoundedCache<>(settings.cacheEntriesMax());
        ids = new BoundedCache<>(settings.cacheEntriesMax());
        missing = new BoundedCache<>(settings.cacheEntriesMax());
        missingNanos = settings.missingIdFor().toNanos();
    }

    private record Missing(RegistryException refusal, long sinceNanos) {}

    @Override
    public int register(String subject, Schema schema) {
        Registration key = new Registration(subject, schema);
        return ids.get(key)
                .orElseGet(() ->
                        remember(
                                key,
                                transport.post(
                                        "/subjects/" + encode(subject) + "/versions",
                                        body(schema))));
    }

    @Override
    public List<Integer> registerAll(List<Registration> wanted) {
        return all(wanted, each -> register(each.subject(), each.schema()));
    }

    private static <T, R> List<R> all(List<T> wanted, Function<T, R> one) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(REQUESTS_MAX, Thread.ofVirtual().factory())) {
            return wanted.stream()
                    .map(each -> supplyAsync(() -> one.apply(each), threads))
                    .toList()
                    .stream()
                    .map(HttpSchemaRegistry::join)
                    .toList();
        }
    }

    private static <R> R join(CompletableFuture<R> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RegistryException known) {
                throw known;
            }
            throw e;
        }
    }

    @Override
    public Optional<Integer> lookUp(String subject, Schema schema) {
        Registration key = new Registration(subject, schema);
        Optional<Integer> known = ids.get(key);
        if (known.isPresent()) {
            return known;
        }
        Answer answer = transport.post("/subjects/" + encode(subject), body(schema));
        int code = answer.errorCode();
        return code == SUBJECT_NOT_FOUND || code == SCHEMA_NOT_FOUND
                ? Optional.empty()
                : Optional.of(remember(key, answer));
    }

    @Override
    public Schema schema(int id) {
        Optional<Schema> known = schemas.get(id);
        if (known.isPresent()) {
            return known.get();
        }
        missing.get(id).ifPresent(this::refuseAgain);
        Answer answer = transport.get("/schemas/ids/" + id);
        if (answer.errorCode() == SCHEMA_NOT_FOUND) {
            RegistryException refusal = answer.refusal();
            missing.put(id, new Missing(refusal, System.nanoTime()));
            throw refusal;
        }
        Schema schema = parse(id, answer);
        schemas.put(id, schema);
        return schema;
    }

    /**
     * Asks about all versions that the subject's rule looks at; older registries know the latest.
     */
    @Override
    public boolean isCompatible(String subject, Schema schema) {
        String versions = "/compatibility/subjects/" + encode(subject) + "/versions";
        Answer answer = transport.post(versions, body(schema));
        boolean unknownRoute =
                answer.status() == METHOD_NOT_ALLOWED
                        || (answer.status() == NOT_FOUND && answer.errorCode() <= NOT_FOUND);
        if (unknownRoute) {
            answer = transport.post(versions + "/latest", body(schema));
        }
        return answer.errorCode() == SUBJECT_NOT_FOUND
                || answer.required("is_compatible").asBoolean();
    }

    @Override
    public void requireCompatibility(String subject, Compatibility level) {
        String config = "/config/" + encode(subject);
        Answer now = transport.get(config + "?defaultToGlobal=true");
        if (now.isSuccess() && now.required("compatibilityLevel").asText().equals(level.name())) {
            return;
        }
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        transport.put(config, wanted.put("compatibility", level.name())).required("compatibility");
    }

    /**
     * Sets the rule of one subject or more; where it can't be set for the first, no other is tried.
     */
    public void requireCompatibility(List<String> subjects, Compatibility level) {
        requireCompatibility(subjects.getFirst(), level);
        var _ =
                all(
                        subjects.subList(1, subjects.size()),
                        subject -> {
                            requireCompatibility(subject, level);
                            return subject;
                        });
    }

    @Override
    public void close() {
        transport.close();
    }

    private int remember(Registration key, Answer answer) {
        int id = answer.required("id").asInt();
        ids.put(key, id);
        schemas.put(id, key.schema());
        return id;
    }

    private void refuseAgain(Missing refused) {
        if (System.nanoTime() - refused.sinceNanos() < missingNanos) {
            throw refused.refusal();
        }
    }

    private static Schema parse(int id, Answer answer) {
        String text = answer.required("schema").asText();
        String type = answer.body().path("schemaType").asText("AVRO");
        JsonNode references = answer.body().path("references");
        if (!type.equals("AVRO") || !references.isEmpty()) {
            throw RegistryException.unreadable(
                    "Schema %d of the registry is of type %s with %d references; only Avro schemas"
                                    .formatted(id, type, references.size())
                            + " without references are read.",
                    null);
        }
        try {
            return new Schema.Parser().parse(text);
        } catch (RuntimeException e) {
            // Mostly an AvroRuntimeException, but a NullPointerException for an undefined name.
            throw RegistryException.unreadable(
                    "Schema %d of the registry is not an Avro schema: %s."
                            .formatted(id, e.getMessage()),
                    e);
        }
    }

    private static ObjectNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    /** For a path, in which a plus sign is a plus sign. */
    private static String encode(String subject) {
        return URLEncoder.encode(subject, UTF_8).replace("+", "%20");
    }
}
