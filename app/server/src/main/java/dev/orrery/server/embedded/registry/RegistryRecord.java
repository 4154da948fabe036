package dev.orrery.server.embedded.registry;

import dev.orrery.schemas.registry.Compatibility;
import java.util.Optional;

/** What the topic says, one record each; what the registry knows is the fold of these. */
sealed interface RegistryRecord {
    /** A version of a subject; a deleted one still reads the data that it wrote. */
    record Version(String subject, int version, int id, String schema, boolean deleted)
            implements RegistryRecord {}

    /** A version deleted for good. */
    record VersionErased(String subject, int version) implements RegistryRecord {}

    /**
     * @param subject none for the rule of all subjects that have none of their own
     */
    record LevelSet(Optional<String> subject, Compatibility level) implements RegistryRecord {}

    record LevelCleared(Optional<String> subject) implements RegistryRecord {}

    /** Of another registry's making, and without a meaning here: modes, no-ops. */
    record Other(String keyType) implements RegistryRecord {}
}
