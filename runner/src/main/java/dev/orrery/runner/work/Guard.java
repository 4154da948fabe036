package dev.orrery.runner.work;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * Kills what this process executes, should it be killed itself: whoever is gone takes his runs with
 * him. A shell that waits for the end of a pipe, of which this process alone has the other end, and
 * then kills each session that the folder of a run names. What left its session is ended with the
 * other leftovers, when the folder is used again.
 *
 * @param shell that waits
 */
record Guard(Process shell) implements AutoCloseable {

    /** The start of a process, the 22nd word of its stat, tells it from another with its number. */
    private static final String SCRIPT =
            """
            trap '' INT TERM HUP
            while read -r _; do :; done
            for mark in "$0"/*/process; do
                [ -f "$mark" ] || continue
                read -r pid start _ <"$mark" || :
                stat=$(cat "/proc/$pid/stat") || continue
                set -- ${stat##*) }
                [ "${20}" != "$start" ] || kill -KILL "-$pid"
            done
            """;

    /**
     * @param runs the folder with the folders of runs
     */
    static Guard of(Path runs) throws IOException {
        return new Guard(
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, runs.toString())
                        .directory(new File("/"))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start());
    }

    /** Before the pipe ends, so that nothing is killed. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
