package dev.orrery.schemas.avro;

import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The name of a schema by what it says: SHA-256 of Avro's parsing canonical form, in hexadecimal.
 * Two schemas with the same fingerprint have the same bytes, whatever registry gave them an id.
 */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Schema schema) {
        try {
            var hash = SchemaNormalization.parsingFingerprint("SHA-256", schema);
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
