package dev.orrery.schemas.artifact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;

/** The files of an artifact while they are found, and the id that they make, whoever packs them. */
public final class ArtifactContent {

    private record File(boolean executable, long bytes, String sha256) {}

    private final TreeMap<byte[], File> files = new TreeMap<>(Arrays::compareUnsigned);
    private long bytes;

    /**
     * @param path relative to the folder, with forward slashes
     * @param executable whether its owner may execute it
     * @return whether there was none of this path
     */
    public boolean add(String path, boolean executable, byte[] content) {
        bytes += content.length;
        var file = new File(executable, content.length, hex(sha256().digest(content)));
        return files.put(path.getBytes(StandardCharsets.UTF_8), file) == null;
    }

    public int files() {
        return files.size();
    }

    public long bytes() {
        return bytes;
    }

    /** A line a file, sorted by path: its mode, length, hash and path. */
    public String id() {
        var digest = sha256();
        files.forEach((path, file) -> {
            var mode = file.executable ? "100755" : "100644";
            var line = mode + " " + file.bytes + " " + file.sha256 + " ";
            digest.update(line.getBytes(StandardCharsets.US_ASCII));
            digest.update(path);
            digest.update((byte) '\n');
        });
        return hex(digest.digest());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
