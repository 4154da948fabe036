package dev.orrery.commands.processor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** What rows look like. */
final class Forms {

    private Forms() {}

    /** Differs where rows of these forms, or their meaning, differ. */
    static byte[] fingerprint(int meaning, List<Schema> forms) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(Integer.toString(meaning).getBytes(StandardCharsets.UTF_8));
            for (var form : forms) {
                var canonical = SchemaNormalization.toParsingForm(form);
                sha256.update((byte) 0);
                sha256.update(canonical.getBytes(StandardCharsets.UTF_8));
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
