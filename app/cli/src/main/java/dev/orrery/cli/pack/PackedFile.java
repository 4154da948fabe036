package dev.orrery.cli.pack;

import dev.orrery.schemas.artifact.ArtifactContent;
import java.io.IOException;
import java.io.OutputStream;

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

    /** Not a copy, and changed by nobody. */
    byte[] content() {
        return content;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    void addTo(ArtifactContent artifact) {
        artifact.add(path, executable, content);
    }
}
