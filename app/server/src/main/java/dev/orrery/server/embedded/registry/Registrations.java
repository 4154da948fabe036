package dev.orrery.server.embedded.registry;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelCleared;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelSet;
import dev.orrery.server.embedded.registry.RegistryRecord.Other;
import dev.orrery.server.embedded.registry.RegistryRecord.Version;
import dev.orrery.server.embedded.registry.RegistryRecord.VersionErased;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The fold of the topic. Not safe for threads: {@link Registry} lets one in at a time. */
final class Registrations {
    private final NavigableMap<String, NavigableMap<Integer, Version>> subjects = new TreeMap<>();
    private final Map<Integer, String> schemasById = new HashMap<>();
    private final Map<String, Integer> idsBySchema = new HashMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();
    private Compatibility globalLevel;
    private final Compatibility defaultLevel;
    private int lastId;

    Registrations(Compatibility defaultLevel) {
        this.defaultLevel = defaultLevel;
        this.globalLevel = defaultLevel;
    }

    void apply(RegistryRecord entry) {
        switch (entry) {
            case Version v -> {
                subjects.computeIfAbsent(v.subject(), _ -> new TreeMap<>()).put(v.version(), v);
                schemasById.put(v.id(), v.schema());
                idsBySchema.put(v.schema(), v.id());
                lastId = Math.max(lastId, v.id());
            }
            case VersionErased v ->
                    subjects.computeIfPresent(
                            v.subject(),
                            (_, versions) -> {
                                versions.remove(v.version());
                                return versions.isEmpty() ? null : versions;
                            });
            case LevelSet l ->
                    l.subject()
                            .ifPresentOrElse(
                                    subject -> levels.put(subject, l.level()),
                                    () -> globalLevel = l.level());
            case LevelCleared l ->
                    l.subject().ifPresentOrElse(levels::remove, () -> globalLevel = defaultLevel);
            case Other _ -> {}
        }
    }

    Collection<String> subjects() {
        return subjects.keySet();
    }

    /** Oldest first, deleted ones too. */
    List<Version> versions(String subject) {
        NavigableMap<Integer, Version> versions = subjects.get(subject);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    Optional<String> schema(int id) {
        return Optional.ofNullable(schemasById.get(id));
    }

    /** The id that this schema has in any subject, so that one schema is one id; else the next. */
    int idFor(String schema) {
        return idsBySchema.getOrDefault(schema, lastId + 1);
    }

    Optional<Compatibility> levelOf(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    Compatibility globalLevel() {
        return globalLevel;
    }
}
