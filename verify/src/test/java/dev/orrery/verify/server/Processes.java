package dev.orrery.verify.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of this machine. */
public final class Processes {

    private Processes() {}

    /** Those that still run and have a text among their arguments, by their ids. */
    public static List<Long> with(String text) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> arguments(process).contains(text))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Of another user's process, and of one that is gone, nothing. */
    private static String arguments(ProcessHandle process) {
        var file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Files.exists(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1)
                    : process.info().commandLine().orElse("");
        } catch (IOException gone) {
            return "";
        }
    }
}
