package dev.orrery.cli.pack;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.schemas.artifact.ArtifactLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the files of a folder of code, those alone that belong to it and can be pushed. */
final class CodeFolder {

    private final Path root;
    private final ArtifactLimits limits;
    private final List<PackedFile> files = new ArrayList<>();
    private final Set<Path> open = new HashSet<>();
    private int folders;
    private long bytes;

    CodeFolder(Path root, ArtifactLimits limits) {
        this.root = root;
        this.limits = limits;
    }

    List<PackedFile> files() {
        if (!Files.isDirectory(root)) {
            throw Stop.usage("There is no folder " + root + " to package.");
        }
        try {
            var real = root.toRealPath();
            read(real, real, "", IgnoreRules.defaults());
        } catch (IOException unreadable) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The folder " + root + " can't be packaged: " + unreadable.getMessage());
        }
        if (files.isEmpty()) {
            throw Stop.usage("There is no file in " + root + " that is not ignored.");
        }
        return files;
    }

    private void read(Path real, Path folder, String prefix, IgnoreRules above) throws IOException {
        if (!open.add(folder)) {
            throw refused("The link " + prefix + " leads back to a folder that it is in.");
        }
        if (++folders > limits.filesMax()) {
            throw refused("It has more than %,d folders.".formatted(limits.filesMax()));
        }
        var rules = above.in(folder, prefix);
        for (var child : children(folder)) {
            var path = prefix + child.getFileName();
            var link = Files.isSymbolicLink(child);
            var isFolder = Files.isDirectory(child);
            if (rules.ignores(path, isFolder)) {
                continue;
            }
            var target = link ? target(real, child, path) : child;
            if (isFolder) {
                read(real, target, path + "/", rules);
            } else if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                add(path, target);
            } else {
                throw refused(path + " is no file and no folder.");
            }
        }
        open.remove(folder);
    }

    /** What a link in the folder stands for: the runner gets that, and no link. */
    private Path target(Path real, Path link, String path) {
        try {
            var target = link.toRealPath();
            if (target.startsWith(real)) {
                return target;
            }
        } catch (IOException dangling) {
            throw refused("The link " + path + " leads to nothing.");
        }
        throw refused("The link " + path + " leads out of the folder.");
    }

    private void add(String path, Path file) throws IOException {
        checkName(path);
        long size = Files.size(file);
        bytes += size;
        if (bytes > limits.contentBytesMax()) {
            throw refused(
                    "It has more than %,d bytes, the most that can be pushed (%s has %,d)."
                            .formatted(limits.contentBytesMax(), path, size));
        }
        if (files.size() == limits.filesMax()) {
            throw refused("It has more than %,d files.".formatted(limits.filesMax()));
        }
        files.add(new PackedFile(path, isExecutable(file), Files.readAllBytes(file)));
    }

    private void checkName(String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length > limits.pathBytesMax()) {
            throw refused(
                    "The path " + path + " is longer than " + limits.pathBytesMax() + " bytes.");
        }
        if (path.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            throw refused("The name of a file has a control character in it, or is not UTF-8.");
        }
    }

    private Stop refused(String sentence) {
        return Stop.usage(
                "The folder "
                        + root
                        + " can't be pushed. "
                        + sentence
                        + " Leave it out with a line in .orreryignore, or use --no-push.");
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
