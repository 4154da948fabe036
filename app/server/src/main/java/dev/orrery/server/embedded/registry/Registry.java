package dev.orrery.server.embedded.registry;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelCleared;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelSet;
import dev.orrery.server.embedded.registry.RegistryRecord.Version;
import dev.orrery.server.embedded.registry.RegistryRecord.VersionErased;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/**
 * What the API does. One request at a time: a registration takes about a millisecond, most of it
 * waiting for the topic, and ids are given in the order of the topic.
 */
final class Registry implements AutoCloseable {
    private final Registrations known;
    private final SchemaTopic topic;
    private boolean uncertain;

    private Registry(Registrations known, SchemaTopic topic) {
        this.known = known;
        this.topic = topic;
    }

    static Registry open(Map<String, String> client, Compatibility defaultLevel) {
        Registrations known = new Registrations(defaultLevel);
        return new Registry(known, SchemaTopic.open(client, known::apply));
    }

    /** In order; what stands before a refused one is registered. */
    synchronized List<Integer> registerAll(List<Registration> wanted) {
        List<Future<?>> writes = new ArrayList<>();
        try {
            return wanted.stream().map(each -> register(each, writes)).toList();
        } finally {
            await(writes);
        }
    }

    private int register(Registration wanted, List<Future<?>> writes) {
        String subject = wanted.subject();
        Optional<Version> same = find(subject, wanted.schema());
        if (same.isPresent()) {
            return same.get().id();
        }
        List<String> problems = problems(subject, wanted.schema(), active(subject));
        if (!problems.isEmpty()) {
            throw new ApiError(
                    409,
                    "The schema is not %s with the subject \"%s\". %s"
                            .formatted(level(subject), subject, String.join(" ", problems)));
        }
        List<Version> all = known.versions(subject);
        int version = all.isEmpty() ? 1 : all.getLast().version() + 1;
        String text = wanted.schema().toString();
        Version added = new Version(subject, version, known.idFor(text), text, false);
        writes.add(write(added));
        return added.id();
    }

    /** The active version that holds this schema. */
    synchronized Optional<Version> find(String subject, Schema schema) {
        requireCertainty();
        String text = schema.toString();
        return active(subject).stream().filter(v -> v.schema().equals(text)).findFirst();
    }

    /** What speaks against the schema beside these versions, under the subject's rule. */
    synchronized List<String> problems(String subject, Schema schema, List<Version> against) {
        List<Schema> older =
                against.stream().map(v -> new Schema.Parser().parse(v.schema())).toList();
        return CompatibilityCheck.problems(level(subject), schema, older);
    }

    synchronized List<String> subjects(Predicate<Version> which) {
        return known.subjects().stream()
                .filter(subject -> known.versions(subject).stream().anyMatch(which))
                .toList();
    }

    synchronized List<Version> active(String subject) {
        return known.versions(subject).stream().filter(v -> !v.deleted()).toList();
    }

    synchronized List<Version> require(String subject) {
        List<Version> active = active(subject);
        if (active.isEmpty()) {
            throw ApiError.noSubject(subject);
        }
        return active;
    }

    synchronized String schema(int id) {
        return known.schema(id).orElseThrow(ApiError::noSchema);
    }

    synchronized List<Version> uses(int id) {
        schema(id);
        return known.subjects().stream()
                .flatMap(subject -> active(subject).stream())
                .filter(v -> v.id() == id)
                .toList();
    }

    /** Deletes softly what is active, or for good what was deleted softly before. */
    synchronized void delete(Version version, boolean permanent) {
        append(
                permanent
                        ? new VersionErased(version.subject(), version.version())
                        : new Version(
                                version.subject(),
                                version.version(),
                                version.id(),
                                version.schema(),
                                true));
    }

    synchronized List<Version> deleted(String subject) {
        return known.versions(subject).stream().filter(Version::deleted).toList();
    }

    synchronized Compatibility level(String subject) {
        return known.levelOf(subject).orElseGet(known::globalLevel);
    }

    synchronized Optional<Compatibility> ownLevel(String subject) {
        return known.levelOf(subject);
    }

    synchronized Compatibility globalLevel() {
        return known.globalLevel();
    }

    synchronized void setLevel(Optional<String> subject, Compatibility level) {
        append(new LevelSet(subject, level));
    }

    synchronized void clearLevel(Optional<String> subject) {
        append(new LevelCleared(subject));
    }

    private void append(RegistryRecord entry) {
        requireCertainty();
        await(List.of(write(entry)));
    }

    /** Known before it is kept, so that the next of a batch sees it; nobody is told before that. */
    private Future<?> write(RegistryRecord entry) {
        Future<?> kept = topic.append(entry);
        known.apply(entry);
        return kept;
    }

    private void await(List<Future<?>> writes) {
        try {
            for (Future<?> each : writes) {
                each.get();
            }
        } catch (ExecutionException e) {
            uncertain = true;
            throw new ApiError(50001, "The topic _schemas can't be written: " + e.getMessage());
        } catch (InterruptedException e) {
            uncertain = true;
            Thread.currentThread().interrupt();
            throw new ApiError(50001, "The write to the topic _schemas was interrupted.");
        }
    }

    /**
     * A write whose fate is unknown may be in the topic, or only in memory. From then on nobody is
     * told an id by a schema until the next start has read what is true.
     */
    private void requireCertainty() {
        if (uncertain) {
            throw new ApiError(
                    50001, "An earlier write may be lost or kept; restart to find out which.");
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
