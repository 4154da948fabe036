package dev.orrery.runner.work;

import java.util.Map;

/** What an exit code says. */
final class ExitCode {

    // A process that a signal ended has 128 and its number, by Java's word and by a shell's.
    private static final int SIGNALLED = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.ofEntries(
                    Map.entry(1, "SIGHUP"),
                    Map.entry(2, "SIGINT"),
                    Map.entry(3, "SIGQUIT"),
                    Map.entry(4, "SIGILL"),
                    Map.entry(5, "SIGTRAP"),
                    Map.entry(6, "SIGABRT"),
                    Map.entry(8, "SIGFPE"),
                    Map.entry(9, "SIGKILL"),
                    Map.entry(11, "SIGSEGV"),
                    Map.entry(13, "SIGPIPE"),
                    Map.entry(14, "SIGALRM"),
                    Map.entry(15, "SIGTERM"));

    private ExitCode() {}

    /** A sentence for people. */
    static String sentence(int code) {
        String signal = SIGNALS.get(code - SIGNALLED);
        return signal == null
                ? "The process ended with exit code " + code + "."
                : "The process ended with exit code %d, which is signal %d (%s)."
                        .formatted(code, code - SIGNALLED, signal);
    }
}
