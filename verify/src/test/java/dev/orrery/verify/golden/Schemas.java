package dev.orrery.verify.golden;

import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The schemas of a version, by their full names.
 *
 * @param byName each whole, with the types that it is made of
 */
record Schemas(SortedMap<String, Schema> byName) {

    private static final String FILE = "schemas.jsonl";

    /** Those of this build: whatever would be registered. */
    static Schemas current() {
        var found = new TreeMap<String, Schema>();
        SchemaIds.register(
                new Registrar() {
                    @Override
                    public int register(String subject, Schema schema) {
                        found.put(schema.getFullName(), schema);
                        return found.size();
                    }

                    @Override
                    public Optional<Schema> schema(int id) {
                        return Optional.empty();
                    }
                });
        return new Schemas(found);
    }

    static Schemas of(String version) {
        var found = new TreeMap<String, Schema>();
        try (var lines = Files.lines(file(version))) {
            lines.forEach(line -> {
                var schema = new Schema.Parser().parse(line);
                found.put(schema.getFullName(), schema);
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Schemas(found);
    }

    void writeTo(String version) throws IOException {
        Files.write(file(version), byName.values().stream().map(Schema::toString).toList());
    }

    /** As {@code orrery.schemas} has them. */
    Archive archive() {
        var byFingerprint = new TreeMap<String, Schema>();
        byName.values().forEach(each -> byFingerprint.put(fingerprint(each), each));
        return fingerprint -> Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    String[] fingerprints() {
        return byName.values().stream().map(Schemas::fingerprint).toArray(String[]::new);
    }

    static String fingerprint(Schema schema) {
        try {
            return HexFormat.of()
                    .formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    private static Path file(String version) {
        return Releases.folder(version).resolve(FILE);
    }
}
