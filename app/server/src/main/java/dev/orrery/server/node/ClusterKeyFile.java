package dev.orrery.server.node;

import dev.orrery.schemas.signature.ClusterKeys;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The file of a cluster's keys. That of the all-in-one is made once, in the data folder; that of a
 * cluster is the same on each of its nodes, so that only who runs it can make it.
 */
final class ClusterKeyFile {

    private static final String FILE = "cluster.key";
    private static final String SETTING = "cluster.key.file";
    private static final long FILE_BYTES_MAX = 64 * 1024;

    private ClusterKeyFile() {}

    /**
     * @throws StartRefused when a file is named that can't be used, or none is and one is needed
     */
    static ClusterKeys of(NodeSettings settings) {
        var file = settings.clusterKeyFile();
        if (file.isPresent()) {
            return read(file.get(), "The setting " + SETTING + " names " + file.get() + ", but ");
        }
        if (!settings.embedsKafka()) {
            throw new StartRefused(
                    "A node with the role api or processor and a Kafka of your own needs the"
                            + " cluster's key, by which the processor knows what the api sent. Make"
                            + " one with 'openssl rand -hex 32 > cluster.key', give each such node"
                            + " the same, and name the file in the setting "
                            + SETTING
                            + ".");
        }
        var own = settings.data().resolve(FILE);
        if (SmallFile.read(own).isEmpty()) {
            write(own);
        }
        return read(own, "The file " + own + " is not as Orrery wrote it, delete it: ");
    }

    private static ClusterKeys read(Path file, String what) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new StartRefused(what + "it has more than 64 KiB.");
            }
            return ClusterKeys.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new StartRefused(
                    what
                            + "it can't be read ("
                            + unreadable.getClass().getSimpleName()
                            + "); make it readable for this user, as UTF-8.",
                    unreadable);
        } catch (IllegalArgumentException wrong) {
            // Its sentence names the line and repeats nothing of it.
            throw new StartRefused(
                    what + wrong.getMessage() + "; 'openssl rand -hex 32' makes one.", wrong);
        }
    }

    /** Readable by its owner only, from before there is anything in it. */
    private static void write(Path file) {
        var draft = file.resolveSibling(FILE + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, ofOwnerOnly(draft));
            Files.writeString(draft, random() + "\n");
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileAttribute<?>[] ofOwnerOnly(Path file) {
        var isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String random() {
        var key = new byte[ClusterKeys.KEY_BYTES_MIN];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
