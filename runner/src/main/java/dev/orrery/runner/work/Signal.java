package dev.orrery.runner.work;

import dev.orrery.runner.work.ProcessTable.Entry;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals that Java can't send. */
enum Signal {
    /** Nothing can refuse it. */
    STOP,
    CONT;

    private static final Logger LOG = LoggerFactory.getLogger(Signal.class);

    private static final String SHELL = "/bin/sh";

    /** The shell's own, since the smallest images have no program of the name. */
    private static final String KILL = "kill -s \"$0\" \"$@\"";

    /**
     * Sends it to each that is there still.
     *
     * @return false where this system has no way to
     */
    boolean send(Collection<Entry> processes) throws InterruptedException {
        return send(SHELL, processes);
    }

    boolean send(String shell, Collection<Entry> processes) throws InterruptedException {
        var command = new ArrayList<>(List.of(shell, "-c", KILL, name()));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            var kill =
                    new ProcessBuilder(command)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
            kill.getOutputStream().close();
            // It fails when one of them has ended, and has told the others all the same.
            kill.waitFor();
            return true;
        } catch (IOException noShell) {
            LOG.debug("{} can't be sent", this, noShell);
            return false;
        }
    }
}
