package dev.orrery.cli.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of a package. */
final class PackedFile {

    private final String path;
    private final boolean executable;
    private final byte[] content;

    /**
     * @param path relative to the folder, with forward slashes
     * @param executable whether its owner may execute it
     * @param content all of it; not copied, and changed by nobody
     */
    PackedFile(String path, boolean executable, byte[] content) {
        this.path = path;
        this.executable = executable;
        this.content = content;
    }

    String path() {
        return path;
    }

    boolean executable() {
        return executable;
    }

    int bytes() {
        return content.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** Its line in the manifest that the package's id is the hash of. */
    String manifestLine() {
        return "%s %d %s %s\n".formatted(mode(), content.length, sha256(content), path);
    }

    private String mode() {
        return executable ? "100755" : "100644";
    }

    static String sha256(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
