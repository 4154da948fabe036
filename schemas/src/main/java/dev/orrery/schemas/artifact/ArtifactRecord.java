package dev.orrery.schemas.artifact;

import java.nio.ByteBuffer;

/**
 * What the topic of artifacts holds. The chunks come first, so whoever sees the manifest can read
 * them all.
 */
public sealed interface ArtifactRecord {

    /** The artifact's id, 64 hexadecimal digits. */
    String artifact();

    /** The key of the record, by which the topic is compacted. */
    default String key() {
        return switch (this) {
            case ArtifactChunk chunk -> chunk.artifact() + "/" + chunk.number();
            case ArtifactManifest manifest -> manifest.artifact();
        };
    }

    /**
     * A part of the archive.
     *
     * @param artifact its id
     * @param number of the part, from 0
     * @param bytes of the archive, 512 KiB but for the last part
     */
    record ArtifactChunk(String artifact, int number, ByteBuffer bytes) implements ArtifactRecord {
        public static final int BYTES_MAX = 512 * 1024;
    }

    /**
     * All parts are there.
     *
     * @param artifact its id
     * @param chunks how many parts the archive has
     * @param archiveBytes the length of the archive, a tar packed with gzip
     * @param contentBytes the length of all files together
     * @param files how many files it holds
     */
    record ArtifactManifest(
            String artifact, int chunks, long archiveBytes, long contentBytes, int files)
            implements ArtifactRecord {}
}
