package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The time of this machine's processors, in ticks since it started. A virtual machine gets less of
 * it than it asks for when its host has others to serve, and then every other figure is of a slower
 * machine than it looks. See {@code proc_stat(5)}.
 *
 * @param used by whatever ran here
 * @param stolen that something here was ready to use, and the host used elsewhere
 */
record HostTime(long used, long stolen) {

    private static final Path SOURCE = Path.of("/proc/stat");
    private static final int FIRST = 1;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int STOLEN = 8;

    /** Nothing is known, and so nothing stolen, where the system is not Linux. */
    static HostTime now() throws IOException {
        if (!Files.isReadable(SOURCE)) {
            return new HostTime(0, 0);
        }
        try (var lines = Files.lines(SOURCE)) {
            return of(lines.findFirst().orElseThrow());
        }
    }

    /**
     * @param line of all processors together
     */
    static HostTime of(String line) {
        var fields = line.split(" +", -1);
        long used = 0;
        for (int field = FIRST; field < STOLEN; field++) {
            used += field == IDLE || field == WAITING ? 0 : Long.parseLong(fields[field]);
        }
        return new HostTime(used, Long.parseLong(fields[STOLEN]));
    }

    /** Of what was asked for since then, how much was stolen, in percent. */
    double stolenPercentSince(HostTime then) {
        double taken = stolen - then.stolen;
        double asked = used - then.used + taken;
        return asked == 0 ? 0 : 100 * taken / asked;
    }
}
