package dev.orrery.cli.execute;

import dev.orrery.runner.work.Archives;
import dev.orrery.runner.work.ProcessWork;
import dev.orrery.runner.work.WorkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * A folder for one run.
 *
 * @param path absolute; gone when it is closed
 */
record ScratchFolder(Path path) implements AutoCloseable {

    private static final String PREFIX = "orrery-execute";

    /** A new one, in place of those of processes that were killed. */
    static ScratchFolder create() throws IOException {
        var folder = new ScratchFolder(Files.createTempDirectory(PREFIX).toRealPath());
        folder.endLeftovers();
        return folder;
    }

    /** Ends what such processes executed, and removes their folders. */
    private void endLeftovers() throws IOException {
        var me = Files.getOwner(path);
        var others = new ArrayList<ScratchFolder>();
        try (var paths = Files.newDirectoryStream(path.getParent(), PREFIX + "*")) {
            for (var other : paths) {
                // Anybody can make a folder here and name processes in it.
                if (!other.equals(path)
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(other).equals(me)
                        && ProcessWork.isLeft(other)) {
                    others.add(new ScratchFolder(other));
                }
            }
        }
        for (var other : others) {
            other.end();
        }
    }

    private void end() throws IOException {
        try (var work = ProcessWork.open(WorkSettings.in(path), Archives.NONE)) {
            work.endLeftovers();
            close();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            // The folder for temporary files is swept by the system.
        }
    }
}
