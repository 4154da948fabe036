package dev.orrery.server.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelCleared;
import dev.orrery.server.embedded.registry.RegistryRecord.LevelSet;
import dev.orrery.server.embedded.registry.RegistryRecord.Other;
import dev.orrery.server.embedded.registry.RegistryRecord.Version;
import dev.orrery.server.embedded.registry.RegistryRecord.VersionErased;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records as Confluent's registry writes them, so that its topic can be copied to one, and the
 * other way round. A key's `magic` is the version of the key's own format.
 */
final class RecordFormat {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordFormat() {}

    static byte[] key(RegistryRecord entry) {
        return switch (entry) {
            case Version v -> schemaKey(v.subject(), v.version());
            case VersionErased v -> schemaKey(v.subject(), v.version());
            case LevelSet l -> configKey(l.subject());
            case LevelCleared l -> configKey(l.subject());
            case Other o -> bytes(JSON.createObjectNode().put("keytype", o.keyType()));
        };
    }

    static byte @Nullable [] value(RegistryRecord entry) {
        return switch (entry) {
            case Version v ->
                    bytes(
                            JSON.createObjectNode()
                                    .put("subject", v.subject())
                                    .put("version", v.version())
                                    .put("id", v.id())
                                    .put("schema", v.schema())
                                    .put("deleted", v.deleted()));
            case LevelSet l ->
                    bytes(JSON.createObjectNode().put("compatibilityLevel", l.level().name()));
            case VersionErased _, LevelCleared _, Other _ -> null;
        };
    }

    static RegistryRecord parse(byte[] key, byte @Nullable [] value) throws IOException {
        JsonNode of = JSON.readTree(key);
        JsonNode is = value == null ? JSON.missingNode() : JSON.readTree(value);
        Optional<String> subject = Optional.ofNullable(of.path("subject").textValue());
        String type = of.path("keytype").asText();
        return switch (type) {
            case "SCHEMA" -> version(subject.orElseThrow(), of.path("version").asInt(), is);
            case "CONFIG" ->
                    is.isMissingNode()
                            ? new LevelCleared(subject)
                            : new LevelSet(subject, level(is));
            default -> new Other(type);
        };
    }

    private static RegistryRecord version(String subject, int version, JsonNode value) {
        return value.isMissingNode()
                ? new VersionErased(subject, version)
                : new Version(
                        subject,
                        version,
                        value.path("id").asInt(),
                        value.path("schema").asText(),
                        value.path("deleted").asBoolean());
    }

    private static Compatibility level(JsonNode value) {
        return Compatibility.valueOf(value.path("compatibilityLevel").asText());
    }

    private static byte[] schemaKey(String subject, int version) {
        ObjectNode key = JSON.createObjectNode();
        key.put("keytype", "SCHEMA").put("subject", subject).put("version", version);
        return bytes(key.put("magic", 1));
    }

    private static byte[] configKey(Optional<String> subject) {
        ObjectNode key = JSON.createObjectNode();
        key.put("keytype", "CONFIG").put("subject", subject.orElse(null));
        return bytes(key.put("magic", 0));
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
