package dev.orrery.cli.pack;

import dev.orrery.schemas.artifact.ArtifactContent;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The files of a folder, as they are pushed. Equal files make an equal id, whoever packs them. */
public final class CodePackage {

    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private final Path root;
    private final List<PackedFile> files;
    private final String id;

    private CodePackage(Path root, List<PackedFile> files) {
        this.root = root;
        this.files = files;
        var content = new ArtifactContent();
        files.forEach(file -> file.addTo(content));
        this.id = content.id();
    }

    /**
     * Of a folder, its rules in {@code .orreryignore} applied.
     *
     * @throws dev.orrery.cli.terminal.Stop when the folder has what can't be pushed, or too much
     */
    public static CodePackage of(Path root, ArtifactLimits limits) {
        var files = new ArrayList<>(new CodeFolder(root, limits).files());
        files.sort((one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)));
        return new CodePackage(root, List.copyOf(files));
    }

    public String id() {
        return id;
    }

    public Path root() {
        return root;
    }

    /** For people: {@code 3 files, 269 bytes}. */
    public String size() {
        long bytes = files.stream().mapToLong(file -> file.bytes()).sum();
        return "%d %s, %d bytes"
                .formatted(files.size(), files.size() == 1 ? "file" : "files", bytes);
    }

    /** The files by their paths, in their order. */
    public Map<String, byte[]> contents() {
        var contents = new LinkedHashMap<String, byte[]>();
        files.forEach(file -> contents.put(file.path(), file.content()));
        return contents;
    }

    /** Sizes and paths, each file a row. */
    public List<List<String>> rows() {
        return files.stream()
                .map(file -> List.of(Integer.toString(file.bytes()), file.path()))
                .toList();
    }

    /** A tar.gz; of the same files always the same bytes. */
    public byte[] archive() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes);
                var tar = new TarArchiveOutputStream(zip, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (var file : files) {
                var entry = new TarArchiveEntry(file.path());
                entry.setSize(file.bytes());
                entry.setMode(file.executable() ? EXECUTABLE : PLAIN);
                entry.setModTime(0L);
                tar.putArchiveEntry(entry);
                file.writeTo(tar);
                tar.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(PackedFile file) {
        return file.path().getBytes(StandardCharsets.UTF_8);
    }
}
