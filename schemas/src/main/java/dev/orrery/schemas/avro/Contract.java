package dev.orrery.schemas.avro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A record that travels, with the schema that it travels as.
 *
 * @param type the record
 * @param schema as the {@code .avsc} file says
 * @param fingerprint of the schema
 */
record Contract(Class<?> type, Schema schema, String fingerprint) {

    /**
     * The contracts of all records of a sealed interface, or of one record.
     *
     * @throws IllegalStateException when a record has no schema file
     */
    static List<Contract> of(Class<?> type) {
        return Derivation.leaves(type).map(Contract::read).toList();
    }

    private static Contract read(Class<?> record) {
        var derivation = new Derivation();
        derivation.root(record);
        var parser = new Schema.Parser();
        var schemas = new ArrayList<Schema>();
        // Each type comes after those that it is made of, so the last schema is whole.
        for (Class<?> part : derivation.namedTypes()) {
            schemas.add(parser.parse(file(part)));
        }
        var schema = schemas.getLast();
        return new Contract(record, schema, Fingerprint.of(schema));
    }

    private static String file(Class<?> type) {
        var folder = type.getPackageName();
        var path =
                "/avro/"
                        + folder.substring(folder.lastIndexOf('.') + 1)
                        + "/"
                        + type.getSimpleName()
                        + ".avsc";
        try (var file = Contract.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(type.getName() + " has no schema file " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("The schema file " + path + " can't be read", broken);
        }
    }
}
