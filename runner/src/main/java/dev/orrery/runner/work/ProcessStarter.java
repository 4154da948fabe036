package dev.orrery.runner.work;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
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
 * @param encoding in which arguments and variables are passed on: that of the locale
 */
record ProcessStarter(ProcessTable table, @Nullable Path setsid, Charset encoding) {

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
                },
                Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
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

    private Process fork(ProcessBuilder builder, Launch launch) throws CannotStart {
        for (String argument : launch.arguments()) {
            requireEncodable("An argument of the command", argument);
        }
        try {
            var variables = builder.environment();
            // What is inherited stays as the bytes that it is.
            variables.keySet().retainAll(launch.environment().keySet());
            for (var variable : launch.environment().entrySet()) {
                if (!variable.getValue().equals(variables.get(variable.getKey()))) {
                    requireEncodable("The variable " + variable.getKey(), variable.getKey());
                    requireEncodable("The variable " + variable.getKey(), variable.getValue());
                    variables.put(variable.getKey(), variable.getValue());
                }
            }
            return builder.start();
        } catch (IOException | IllegalArgumentException failure) {
            // Java names the variable that is wrong with its value, which may be a secret.
            String why = launch.mask().apply(String.valueOf(failure.getMessage()));
            throw new CannotStart("The process could not be started: " + why, failure);
        }
    }

    /** Java would pass on a question mark. */
    private void requireEncodable(String what, String text) throws CannotStart {
        if (!encoding.newEncoder().canEncode(text)) {
            throw new CannotStart(
                    what
                            + " has characters that the locale of the runner can't encode ("
                            + encoding
                            + "); start the runner with LC_ALL=C.UTF-8. The file that"
                            + " ORRERY_PARAMETERS_FILE names is UTF-8 always.");
        }
    }
}
