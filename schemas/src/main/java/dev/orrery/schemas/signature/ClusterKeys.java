package dev.orrery.schemas.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret keys of a cluster (HMAC-SHA256). The first signs and each verifies, so that a new one
 * can be brought in and an old one taken out while nodes run with both. None of them is in any text
 * that this makes.
 */
public final class ClusterKeys {

    /** How long a key is at least: as long as what the hash makes of it. */
    public static final int KEY_BYTES_MIN = 32;

    private static final int KEY_CHARACTERS_MAX = 1_024;
    private static final int KEYS_MAX = 16;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern HEXADECIMAL = Pattern.compile("(?:[0-9a-fA-F]{2})+");

    private final List<SecretKeySpec> keys;
    private final ThreadLocal<List<Mac>> macs;

    private ClusterKeys(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
        this.macs = ThreadLocal.withInitial(this::prepared);
    }

    /**
     * Reads keys, one a line, each hexadecimal or Base64 of 32 bytes or more.
     *
     * @throws IllegalArgumentException when there is none, too many, or a line is no such key; the
     *     sentence names the line and repeats nothing of it
     */
    public static ClusterKeys parse(String text) {
        var keys = new ArrayList<SecretKeySpec>();
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty()) {
                keys.add(new SecretKeySpec(key(line, i + 1), ALGORITHM));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("it has no key");
        }
        if (keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("it has more than " + KEYS_MAX + " keys");
        }
        return new ClusterKeys(keys);
    }

    private static byte[] key(String line, int number) {
        var bytes = line.length() > KEY_CHARACTERS_MAX ? null : bytes(line);
        if (bytes == null || bytes.length < KEY_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "line "
                            + number
                            + " is no key: one has "
                            + KEY_BYTES_MIN
                            + " bytes or more, in hexadecimal or Base64");
        }
        return bytes;
    }

    private static byte @Nullable [] bytes(String line) {
        if (HEXADECIMAL.matcher(line).matches()) {
            return HexFormat.of().parseHex(line);
        }
        try {
            return Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException malformed) {
            // Its sentence would tell characters of the key.
            return null;
        }
    }

    /** What only who has the first key can say of these fields. */
    byte[] sign(SignedFields fields) {
        return code(macs.get().getFirst(), fields);
    }

    /** Whether any of the keys signed these fields so. */
    boolean verifies(SignedFields fields, byte[] signature) {
        boolean found = false;
        for (var mac : macs.get()) {
            found |= MessageDigest.isEqual(code(mac, fields), signature);
        }
        return found;
    }

    private static byte[] code(Mac mac, SignedFields fields) {
        fields.each(mac::update);
        return mac.doFinal();
    }

    private List<Mac> prepared() {
        return keys.stream().map(ClusterKeys::prepared).toList();
    }

    private static Mac prepared(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", absent);
        }
    }

    @Override
    public String toString() {
        return keys.size() + (keys.size() == 1 ? " key" : " keys");
    }
}
