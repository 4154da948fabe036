package dev.orrery.runner.work;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forks. Where the system has {@code setsid}, a process gets a session of its own, by which all
 * that it forks is found again even when its parent has died. It costs one more exec, less than a
 * millisecond.
 *
 * @param table the processes of this machine
 * @param setsid the program, or nothing
 */
record ProcessStarter(ProcessTable table, @Nullable Path setsid) {

    private static final File NO_INPUT = new File("/dev/null");

    /**
     * @param path the runner's own {@code PATH}
     */
    static ProcessStarter ofThisMachine(@Nullable String path) {
        var table = ProcessTable.ofThisMachine();
        return new ProcessStarter(
                table,
                switch (table) {
                    case LinuxProcesses _ -> setsid(path);
                    // Sessions that can't be read back are of no use.
                    case PortableProcesses _ -> null;
                });
    }

    private static @Nullable Path setsid(@Nullable String path) {
        try {
            return Programs.find("setsid", path, Path.of("/")).toAbsolutePath();
        } catch (CannotStart _) {
            return null;
        }
    }

    Child start(Launch launch, RunFolder folder) throws CannotStart, IOException {
        var arguments = new ArrayList<String>();
        if (setsid != null) {
            arguments.add(setsid.toString());
        }
        arguments.addAll(launch.arguments());
        var builder =
                new ProcessBuilder(arguments)
                        .directory(launch.folder().toFile())
                        .redirectInput(NO_INPUT);
        var process = fork(builder, launch);
        var tree = new ProcessTree(table, setsid == null ? Set.of() : Set.of(process.pid()));
        var child = new Child(process, tree);
        try {
            // Killed between the fork and this, we know the process by its environment alone.
            var entry = table.entry(process.pid());
            if (entry != null) {
                tree.add(entry);
                folder.remember(new ProcessMark(entry.pid(), entry.start(), table.boot()));
            }
            return child;
        } catch (IOException | RuntimeException failure) {
            child.close();
            throw failure;
        }
    }

    private static Process fork(ProcessBuilder builder, Launch launch) throws CannotStart {
        try {
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            return builder.start();
        } catch (IOException | IllegalArgumentException failure) {
            // Java names the variable that is wrong with its value, which may be a secret.
            String why = launch.mask().apply(String.valueOf(failure.getMessage()));
            throw new CannotStart("The process could not be started: " + why, failure);
        }
    }
}
