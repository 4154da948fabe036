package dev.orrery.schemas.artifact;

import dev.orrery.schemas.artifact.ArtifactRecord.ArtifactChunk;
import dev.orrery.schemas.artifact.ArtifactRecord.ArtifactManifest;
import dev.orrery.schemas.reply.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * A folder as it travels: a tar packed with gzip. It is believed in nothing: what it unpacks to is
 * bounded, and a path that leaves the folder, a link or a device refuses the whole.
 */
public final class ArtifactArchive {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int EXECUTABLE = 0100;

    /** Gets each file of an archive. */
    @FunctionalInterface
    public interface Visitor {
        void file(String path, boolean executable, byte[] content) throws IOException;
    }

    private final ArtifactLimits limits;

    public ArtifactArchive(ArtifactLimits limits) {
        this.limits = limits;
    }

    /**
     * Looks through an archive.
     *
     * @return what it holds, by the id that this makes
     * @throws BadArtifact when it is none, or holds what no artifact may hold
     */
    public ArtifactManifest check(byte[] archive) throws BadArtifact {
        try {
            return read(archive, (_, _, _) -> {});
        } catch (IOException unreadable) {
            throw refused("It is no tar packed with gzip: " + unreadable.getMessage() + ".");
        }
    }

    /**
     * Gives each file of an archive to the visitor.
     *
     * @throws BadArtifact when it is no artifact; some files may have been visited
     * @throws IOException when it can't be read, or the visitor fails
     */
    public ArtifactManifest read(byte[] archive, Visitor visitor) throws BadArtifact, IOException {
        var content = new ArtifactContent();
        try (var tar = tar(archive)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    visit(entry, tar, content, visitor);
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
        int chunks = (archive.length + ArtifactChunk.BYTES_MAX - 1) / ArtifactChunk.BYTES_MAX;
        return new ArtifactManifest(
                content.id(), chunks, archive.length, content.bytes(), content.files());
    }

    private TarArchiveInputStream tar(byte[] archive) throws IOException {
        var unpacked = new GZIPInputStream(new ByteArrayInputStream(archive));
        InputStream bounded =
                BoundedInputStream.builder()
                        .setInputStream(unpacked)
                        .setMaxCount(limits.unpackedBytesMax())
                        .get();
        return new TarArchiveInputStream(bounded, StandardCharsets.UTF_8.name());
    }

    private void visit(
            TarArchiveEntry entry,
            TarArchiveInputStream tar,
            ArtifactContent content,
            Visitor visitor)
            throws BadArtifact, IOException {
        var path = path(entry);
        if (content.files() >= limits.filesMax()) {
            throw tooLarge("It holds more than " + limits.filesMax() + " files.");
        }
        if (entry.getSize() > limits.contentBytesMax() - content.bytes()) {
            throw tooLarge(
                    "Its files have more than " + limits.contentBytesMax() + " bytes together.");
        }
        var bytes = tar.readNBytes(Math.toIntExact(entry.getSize()));
        if (bytes.length < entry.getSize()) {
            throw refused("It ends in the middle of " + path + ".");
        }
        boolean executable = (entry.getMode() & EXECUTABLE) != 0;
        if (!content.add(path, executable, bytes)) {
            throw refused("It holds the path " + path + " twice.");
        }
        visitor.file(path, executable, bytes);
    }

    /** The path of a plain file that stays in the folder, written as manifests write it. */
    private String path(TarArchiveEntry entry) throws BadArtifact {
        var name = entry.getName();
        var path = name.startsWith("./") ? name.substring(2) : name;
        if (!isPlain(entry)) {
            throw refused("It holds " + shown(path) + ", which is no plain file.");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > limits.pathBytesMax()) {
            throw refused("It holds a path of more than " + limits.pathBytesMax() + " bytes.");
        }
        if (CONTROL.matcher(path).find() || path.contains("\\") || path.contains("\ufffd")) {
            throw refused(
                    "It holds the path "
                            + shown(path)
                            + ", and a path has no control characters, no backslash, and is"
                            + " UTF-8.");
        }
        for (var step : path.split("/", -1)) {
            if (step.isEmpty() || step.equals(".") || step.equals("..")) {
                throw refused(
                        "It holds the path "
                                + shown(path)
                                + ", which does not stay in the folder.");
            }
        }
        return path;
    }

    /** The library's own question says yes to devices. */
    private static boolean isPlain(TarArchiveEntry entry) {
        byte kind = entry.getLinkFlag();
        return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM)
                && !entry.isSparse();
    }

    private static String shown(String path) {
        var clean = CONTROL.matcher(path).replaceAll("?");
        return "'" + (clean.length() <= 200 ? clean : clean.substring(0, 200) + "...") + "'";
    }

    private static BadArtifact refused(String message) {
        return new BadArtifact(Refusal.ARTIFACT_REFUSED, message);
    }

    private static BadArtifact tooLarge(String message) {
        return new BadArtifact(Refusal.ARTIFACT_TOO_LARGE, message);
    }
}
