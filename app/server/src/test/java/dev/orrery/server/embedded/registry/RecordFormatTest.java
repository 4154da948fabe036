package dev.orrery.server.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelCleared;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelSet;
import dev.orrery.server.embedded.registry.RegistryRecord.Other;
import dev.orrery.server.embedded.registry.RegistryRecord.Version;
import dev.orrery.server.embedded.registry.RegistryRecord.VersionErased;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    @Test
    void records_look_as_confluents_registry_writes_them() throws IOException {
        bothWays(
                new Version("a-B", 2, 7, "\"int\"", false),
                "{\"keytype\":\"SCHEMA\",\"subject\":\"a-B\",\"version\":2,\"magic\":1}",
                "{\"subject\":\"a-B\",\"version\":2,\"id\":7,\"schema\":\"\\\"int\\\"\",\"deleted\":false}");
        bothWays(
                new VersionErased("a-B", 2),
                "{\"keytype\":\"SCHEMA\",\"subject\":\"a-B\",\"version\":2,\"magic\":1}",
                null);
        bothWays(
                new LevelSet(Optional.empty(), Compatibility.FULL),
                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                "{\"compatibilityLevel\":\"FULL\"}");
        bothWays(
                new LevelCleared(Optional.of("a-B")),
                "{\"keytype\":\"CONFIG\",\"subject\":\"a-B\",\"magic\":0}",
                null);
    }

    @Test
    void records_without_a_meaning_here_are_left_alone() throws IOException {
        byte[] key = "{\"keytype\":\"NOOP\",\"magic\":0}".getBytes(UTF_8);
        assertThat(RecordFormat.parse(key, null)).isEqualTo(new Other("NOOP"));
    }

    private static void bothWays(RegistryRecord entry, String key, @Nullable String value)
            throws IOException {
        byte[] valueBytes = value == null ? null : value.getBytes(UTF_8);
        assertThat(RecordFormat.key(entry)).asString(UTF_8).isEqualTo(key);
        assertThat(RecordFormat.value(entry)).isEqualTo(valueBytes);
        assertThat(RecordFormat.parse(key.getBytes(UTF_8), valueBytes)).isEqualTo(entry);
    }
}
