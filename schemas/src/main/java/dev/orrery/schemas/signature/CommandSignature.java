package dev.orrery.schemas.signature;

import dev.orrery.schemas.envelope.Actors;
import dev.orrery.schemas.envelope.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a command's record, by which the processor knows that the api sent it and that
 * its actor is no mere claim: the header {@code ce_signature}, {@code 1:} and 64 hexadecimal
 * digits.
 */
public final class CommandSignature {

    /** What a record shows. */
    public enum Found {
        /** It has no signature. */
        NONE,
        /** A key of the cluster signed it as it stands. */
        RIGHT,
        /** It has a signature that is no key's of the cluster, or of another record, or none. */
        WRONG
    }

    private static final String FORM = SignedFields.VERSION + ":";
    private static final Pattern TEXT = Pattern.compile(FORM + "([0-9a-f]{64})");

    private CommandSignature() {}

    /**
     * Signs a record whose other headers are written.
     *
     * @param fingerprint of the schema that the value is written with
     * @param value in the Confluent wire format
     * @throws IllegalArgumentException when its actor looks like that of an unsigned record
     */
    public static void add(
            ClusterKeys keys, Headers headers, byte[] key, String fingerprint, byte[] value) {
        var actor = SignedFields.value(headers, HeaderNames.ACTOR);
        if (actor == null || Actors.isUnverified(new String(actor, StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException(
                    "only who is known has a command signed, and no " + Actors.UNVERIFIED);
        }
        var code = keys.sign(new SignedFields(headers, key, fingerprint, value));
        var text = FORM + HexFormat.of().formatHex(code);
        headers.add(HeaderNames.SIGNATURE, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Looks at the signature of a record.
     *
     * @param fingerprint of the schema that the value is written with
     * @param value in the Confluent wire format
     */
    public static Found in(
            ClusterKeys keys,
            Headers headers,
            byte @Nullable [] key,
            String fingerprint,
            byte[] value) {
        var signature = SignedFields.value(headers, HeaderNames.SIGNATURE);
        if (signature == null) {
            return Found.NONE;
        }
        var text = TEXT.matcher(new String(signature, StandardCharsets.UTF_8));
        if (!text.matches()) {
            return Found.WRONG;
        }
        var code = HexFormat.of().parseHex(text.group(1));
        return keys.verifies(new SignedFields(headers, key, fingerprint, value), code)
                ? Found.RIGHT
                : Found.WRONG;
    }
}
