package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.track.Tracking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;

/**
 * Hands a deployment to the program {@code orrery}. Packaging, pushing and speaking to the server
 * are there and nowhere else, so that a deployment is the same however it was written.
 */
final class Applying {

    private Applying() {}

    static UUID apply(DeploymentSpec spec) {
        if (Tracking.isRefused()) {
            throw new SpecException(
                    "The deployment '%s' is applied while its file is loaded; apply it in main."
                            .formatted(spec.name()));
        }
        var program = Program.find();
        var described = describing().describe(spec);
        int code = hand(described, program);
        if (code != 0) {
            throw new LaunchException(
                    "The deployment '%s' was not applied: orrery ended with exit code %d."
                            .formatted(spec.name(), code));
        }
        return id(String.valueOf(described.text("flow")), spec.name());
    }

    private static Describing describing() {
        return ServiceLoader.load(Describing.class, Applying.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the kit is not whole"));
    }

    /** As if a file had been loaded that declares it. */
    private static int hand(Json.Obj described, Program program) {
        var loaded =
                Json.object("flows", Json.array())
                        .with("deployments", Json.array(described))
                        .with("error", Json.NULL);
        try {
            var file = Files.createTempFile("orrery-", ".json");
            try {
                Files.writeString(file, loaded.toString());
                return program.start(List.of("deployment", "apply-loaded", file.toString()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Made of both names as the server makes it: a UUID of version 8 from their SHA-256. */
    static UUID id(String flow, String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var text : List.of(flow, name)) {
                var content = text.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).flip());
                digest.update(content);
            }
            var hash = ByteBuffer.wrap(digest.digest());
            long affinity = hash.getShort() & 0xFFFFL;
            long first = hash.getLong() & 0xFFFF_FFFF_FFFF_0000L;
            long last = hash.getLong() & 0x03FF_FFFF_FFFF_FFFFL;
            return new UUID(
                    first | 0x8000L | affinity >>> 4, 1L << 63 | (affinity & 0xFL) << 58 | last);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
