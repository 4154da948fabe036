package dev.orrery.cli.pack;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A package that was pushed, as a folder again: it is what its id says, or it is refused. */
public final class Unpacked {

    private static final int OWNER_EXECUTES = 0100;

    private Unpacked() {}

    /**
     * @param folder empty, to unpack into
     */
    public static void unpack(Path archive, String id, Path folder) {
        var lines = new TreeMap<String, String>(Unpacked::byBytes);
        try (var zip = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)));
                var tar = new TarArchiveInputStream(zip, "UTF-8")) {
            long left = CodeFolder.BYTES_MAX;
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                var file = file(tar, entry, left);
                left -= file.bytes();
                if (lines.put(file.path(), file.manifestLine()) != null) {
                    throw refused("It has " + file.path() + " twice.");
                }
                write(file, folder);
            }
        } catch (IOException damaged) {
            throw refused(String.valueOf(damaged.getMessage()));
        }
        var manifest = String.join("", lines.values());
        if (!PackedFile.sha256(manifest.getBytes(StandardCharsets.UTF_8)).equals(id)) {
            throw refused("Its content is not what its id says.");
        }
    }

    private static PackedFile file(InputStream tar, TarArchiveEntry entry, long left)
            throws IOException {
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
            throw refused(entry.getName() + " is no plain file.");
        }
        var content = tar.readNBytes((int) left + 1);
        if (content.length > left || pathBytes(entry) > CodeFolder.PATH_BYTES_MAX) {
            throw refused("It is too large.");
        }
        return new PackedFile(entry.getName(), (entry.getMode() & OWNER_EXECUTES) != 0, content);
    }

    private static int pathBytes(TarArchiveEntry entry) {
        return entry.getName().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void write(PackedFile file, Path folder) throws IOException {
        var target = folder.resolve(file.path()).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw refused(file.path() + " leads out of the folder.");
        }
        Files.createDirectories(target.getParent());
        try (var out = Files.newOutputStream(target)) {
            file.writeTo(out);
        }
        if (file.executable()) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static int byBytes(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static Stop refused(String why) {
        return new Stop(ExitCode.FAILED, "The code that was pushed can't be unpacked. " + why);
    }
}
