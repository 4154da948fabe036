package dev.orrery.schemas.artifact;

/**
 * How much an artifact may hold.
 *
 * @param contentBytesMax all files together
 * @param filesMax how many files
 * @param pathBytesMax one path, in UTF-8
 */
public record ArtifactLimits(long contentBytesMax, int filesMax, int pathBytesMax) {

    private static final int MIB = 1024 * 1024;

    public static final ArtifactLimits USUAL = ofContent(16L * MIB);

    /** What an archive may have beside its content: the names, and a little for each file. */
    private static final int SURROUNDINGS_BYTES_MAX = 8 * MIB;

    public static ArtifactLimits ofContent(long bytes) {
        return new ArtifactLimits(bytes, 10_000, 1_024);
    }

    /** The largest archive that can hold so much. */
    public int archiveBytesMax() {
        return Math.toIntExact(contentBytesMax + MIB);
    }

    /** What an archive may unpack to. */
    long unpackedBytesMax() {
        return contentBytesMax + SURROUNDINGS_BYTES_MAX;
    }
}
