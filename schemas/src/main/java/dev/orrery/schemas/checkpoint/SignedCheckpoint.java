package dev.orrery.schemas.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;

/**
 * A checkpoint with the signature of whoever vouches for it.
 *
 * @param checkpoint what is signed
 * @param key what the public key is called, {@link SigningKeys#id}
 * @param signature Ed25519, in base 64
 */
public record SignedCheckpoint(Checkpoint checkpoint, String key, String signature) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Signs with a pair's private key. */
    public static SignedCheckpoint sign(Checkpoint checkpoint, KeyPair keys) {
        var key = SigningKeys.id(keys.getPublic());
        try {
            var signature = Signature.getInstance(SigningKeys.ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(checkpoint.signed(key));
            var text = Base64.getEncoder().encodeToString(signature.sign());
            return new SignedCheckpoint(checkpoint, key, text);
        } catch (GeneralSecurityException absent) {
            throw SigningKeys.absent(absent);
        }
    }

    /** Whether the holder of a key signed exactly this. */
    public boolean isSignedBy(PublicKey publicKey) {
        if (!SigningKeys.id(publicKey).equals(key)) {
            return false;
        }
        try {
            var verified = Signature.getInstance(SigningKeys.ALGORITHM);
            verified.initVerify(publicKey);
            verified.update(checkpoint.signed(key));
            byte[] bytes = Base64.getDecoder().decode(signature);
            // The last character has bits that say nothing, and one signature has one text.
            return Base64.getEncoder().encodeToString(bytes).equals(signature)
                    && verified.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The file. */
    public String json() {
        var file = json(checkpoint).put("key", key).put("signature", signature);
        return file.toPrettyString() + System.lineSeparator();
    }

    private static ObjectNode json(Checkpoint checkpoint) {
        var file = MAPPER.createObjectNode();
        file.put("format", Checkpoint.FORMAT);
        file.put("time", checkpoint.time().toString()).put("log", checkpoint.log());
        var places = file.putArray("places");
        for (var place : checkpoint.places()) {
            places.addObject()
                    .put("partition", place.partition())
                    .put("sequence", place.sequence())
                    .put("hash", place.hash());
        }
        return file;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is none; whose signature it has is not looked at
     */
    public static SignedCheckpoint read(String json) {
        var file = tree(json);
        return new SignedCheckpoint(checkpoint(file), text(file, "key"), text(file, "signature"));
    }

    /**
     * Reads what nobody has signed yet, as a server gives it.
     *
     * @throws IllegalArgumentException when it is no checkpoint
     */
    public static Checkpoint readUnsigned(String json) {
        return checkpoint(tree(json));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("It is not JSON.", malformed);
        }
    }

    private static Checkpoint checkpoint(JsonNode file) {
        int format = file.path("format").asInt();
        if (format != Checkpoint.FORMAT) {
            throw new IllegalArgumentException(
                    "It is no checkpoint of the format "
                            + Checkpoint.FORMAT
                            + ", the only one that this version reads.");
        }
        var places = new ArrayList<Place>();
        for (var place : file.path("places")) {
            places.add(
                    new Place(
                            (int) Math.min(number(place, "partition"), Integer.MAX_VALUE),
                            number(place, "sequence"),
                            text(place, "hash")));
        }
        try {
            return new Checkpoint(Instant.parse(text(file, "time")), text(file, "log"), places);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("Its time is none.", malformed);
        }
    }

    private static String text(JsonNode parent, String name) {
        var value = parent.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("It has no text '" + name + "'.");
        }
        return value.textValue();
    }

    private static long number(JsonNode parent, String name) {
        var value = parent.path(name);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("It has no number '" + name + "'.");
        }
        return value.longValue();
    }
}
