package dev.orrery.schemas.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 keys in the files that other programs write and read too, such as {@code openssl genpkey
 * -algorithm ed25519}: PEM with PKCS#8 for a private key, and with X.509 for a public one.
 */
public final class SigningKeys {

    static final String ALGORITHM = "Ed25519";

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE_CHARACTERS = 64;

    private SigningKeys() {}

    /** A new pair. */
    public static KeyPair create() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException absent) {
            throw absent(absent);
        }
    }

    /**
     * The pair of a private key.
     *
     * @throws IllegalArgumentException when it is not the PEM of an Ed25519 private key
     */
    public static KeyPair read(String pem) {
        try {
            var encoded = new PKCS8EncodedKeySpec(decoded(pem, PRIVATE));
            var key = KeyFactory.getInstance(ALGORITHM).generatePrivate(encoded);
            return new KeyPair(publicOf(key), key);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw refused("private key (-----BEGIN PRIVATE KEY-----, PKCS#8)", malformed);
        }
    }

    /**
     * A public key.
     *
     * @throws IllegalArgumentException when it is not the PEM of an Ed25519 public key
     */
    public static PublicKey readPublic(String pem) {
        try {
            var encoded = new X509EncodedKeySpec(decoded(pem, PUBLIC));
            return KeyFactory.getInstance(ALGORITHM).generatePublic(encoded);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw refused("public key (-----BEGIN PUBLIC KEY-----, X.509)", malformed);
        }
    }

    /** As PEM. */
    public static String pem(PrivateKey key) {
        return pem(PRIVATE, key.getEncoded());
    }

    /** As PEM. */
    public static String pem(PublicKey key) {
        return pem(PUBLIC, key.getEncoded());
    }

    /** What a public key is called: the SHA-256 of its X.509 form, 64 hexadecimal digits. */
    public static String id(PublicKey key) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getEncoded()));
        } catch (GeneralSecurityException absent) {
            throw absent(absent);
        }
    }

    /**
     * Java has no way from a private key to its public one but to make the pair: with what the key
     * was made of in place of chance.
     */
    private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
        if (!(key instanceof EdECPrivateKey known) || known.getBytes().isEmpty()) {
            throw new GeneralSecurityException("it does not say what it was made of");
        }
        var pairs = KeyPairGenerator.getInstance(ALGORITHM);
        pairs.initialize(NamedParameterSpec.ED25519, new Known(known.getBytes().get()));
        return pairs.generateKeyPair().getPublic();
    }

    private static byte[] decoded(String pem, String what) {
        var begin = "-----BEGIN " + what + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + what + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + begin);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }

    private static String pem(String what, byte[] encoded) {
        var body =
                Base64.getMimeEncoder(LINE_CHARACTERS, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded);
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, body);
    }

    private static IllegalArgumentException refused(String what, Exception cause) {
        return new IllegalArgumentException("It is not an Ed25519 " + what + " in PEM.", cause);
    }

    static IllegalStateException absent(GeneralSecurityException absent) {
        return new IllegalStateException("every Java platform has Ed25519 and SHA-256", absent);
    }

    /** Chance that is none. */
    private static final class Known extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Known(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }
}
