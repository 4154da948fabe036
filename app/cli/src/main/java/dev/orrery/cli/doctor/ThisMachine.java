package dev.orrery.cli.doctor;

import dev.orrery.cli.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is here.
 *
 * @param terminal whose PATH and folder it is about
 */
record ThisMachine(Terminal terminal) {

    private static final int JDK_MIN = 25;
    private static final long DISK_BYTES_MIN = 1L << 30;

    List<Finding> findings() {
        return List.of(jdk(), python(), disk(), journal());
    }

    private static Finding jdk() {
        int found = Runtime.version().feature();
        var home = System.getProperty("java.home");
        return found >= JDK_MIN
                ? Finding.ok("jdk", found + " in " + home)
                : Finding.fail("jdk", found + " in " + home + "; install a JDK 25 or newer");
    }

    private Finding python() {
        var path = terminal.variable("PATH").orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .map(ThisMachine::python3)
                .flatMap(Stream::of)
                .filter(Files::isExecutable)
                .findFirst()
                .map(file -> Finding.ok("python3", file.toString()))
                .orElseGet(() ->
                        Finding.warn(
                                "python3",
                                "not on the PATH; install it, or flows in Python can't be loaded"
                                        + " and executed here"));
    }

    private static Path[] python3(String folder) {
        try {
            return new Path[] {Path.of(folder, "python3")};
        } catch (InvalidPathException foreign) {
            return new Path[0];
        }
    }

    private Finding disk() {
        try {
            long free = Files.getFileStore(terminal.folder()).getUsableSpace();
            var told = "%,d MiB free in %s".formatted(free >> 20, terminal.folder());
            return free >= DISK_BYTES_MIN
                    ? Finding.ok("disk", told)
                    : Finding.warn("disk", told + "; a server needs more, make room");
        } catch (IOException unknown) {
            return Finding.warn("disk", "not known: " + unknown.getMessage());
        }
    }

    private Finding journal() {
        var journals = terminal.journals();
        var folder = journals.folder();
        try {
            int left = journals.files().size();
            return left == 0
                    ? Finding.ok("journal", "nothing is left in " + folder)
                    : Finding.warn(
                            "journal",
                            left
                                    + (left == 1 ? " local run in " : " local runs in ")
                                    + folder
                                    + "; 'orrery journal push' sends"
                                    + " those that have ended");
        } catch (IOException unreadable) {
            return Finding.warn("journal", folder + " can't be read; give yourself the rights");
        }
    }
}
