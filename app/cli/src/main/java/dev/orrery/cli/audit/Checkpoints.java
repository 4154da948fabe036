package dev.orrery.cli.audit;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.checkpoint.SignedCheckpoint;
import dev.orrery.schemas.checkpoint.SigningKeys;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files with checkpoints and keys. What a checkpoint has is believed when its signature is of the
 * key that the person names.
 *
 * @param terminal where the files are named
 */
record Checkpoints(Terminal terminal) {

    /**
     * The places of a checkpoint.
     *
     * @param publicKey the file of the key that must have signed it
     */
    List<Place> signed(String file, @Nullable String publicKey) {
        if (publicKey == null) {
            throw Stop.usage(
                    "Whose signature a checkpoint must have is said by --public-key FILE.");
        }
        SignedCheckpoint checkpoint;
        boolean isSigned;
        try {
            checkpoint = SignedCheckpoint.read(text(file));
        } catch (IllegalArgumentException malformed) {
            throw Stop.usage(
                    "The checkpoint " + file + " can't be used: " + malformed.getMessage());
        }
        try {
            isSigned = checkpoint.isSignedBy(SigningKeys.readPublic(text(publicKey)));
        } catch (IllegalArgumentException malformed) {
            throw Stop.usage("The key " + publicKey + " can't be used: " + malformed.getMessage());
        }
        if (!isSigned) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The checkpoint "
                            + file
                            + " is not signed by the key of "
                            + publicKey
                            + ", or was changed since.");
        }
        return checkpoint.checkpoint().places();
    }

    /** The key of a file. */
    KeyPair key(String file) {
        try {
            return SigningKeys.read(text(file));
        } catch (IllegalArgumentException malformed) {
            throw Stop.usage("The key " + file + " can't be used: " + malformed.getMessage());
        }
    }

    /** A new key in a file that only its owner reads, and its public half beside it. */
    KeyPair newKey(String file) {
        var keys = SigningKeys.create();
        write(file, SigningKeys.pem(keys.getPrivate()), ownersAlone(terminal.file(file)));
        write(file + ".pub", SigningKeys.pem(keys.getPublic()));
        return keys;
    }

    private static FileAttribute<?>[] ownersAlone(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes a file that is not there yet. */
    void write(String name, String text, FileAttribute<?>... attributes) {
        var file = terminal.file(name);
        var anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, anew, attributes)) {
            var bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException there) {
            throw Stop.usage("The file " + name + " is there already; name another one.");
        } catch (IOException failure) {
            throw Stop.usage("The file " + name + " can't be written.");
        }
    }

    private String text(String name) {
        try {
            return Files.readString(terminal.file(name));
        } catch (CharacterCodingException binary) {
            throw Stop.usage("The file " + name + " is not text.");
        } catch (IOException unreadable) {
            throw Stop.usage("The file " + name + " can't be read.");
        }
    }
}
