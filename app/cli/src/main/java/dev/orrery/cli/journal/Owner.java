package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which process a journal belongs to, and whether that one still lives. */
public final class Owner {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** The field of {@code /proc/PID/stat} after the program's name that has the start. */
    private static final int START_FIELD = 19;

    private Owner() {}

    /** This process; its start tells it from another that gets its number later. */
    static JsonNode me() {
        long process = ProcessHandle.current().pid();
        return Json.object()
                .put("host", host())
                .put("processId", process)
                .put("startTicks", startTicks(process));
    }

    /** Whether it has certainly ended; of a process on another host nobody here can tell. */
    static boolean isGone(JsonNode owner) {
        if (!isHere(owner) || !owner.path("processId").isIntegralNumber()) {
            return false;
        }
        long id = owner.path("processId").asLong();
        if (ProcessHandle.of(id).isEmpty()) {
            return true;
        }
        var ticks = startTicks(id);
        var then = owner.path("startTicks");
        return ticks != null && then.isIntegralNumber() && then.asLong() != ticks;
    }

    static boolean isHere(JsonNode owner) {
        return Json.text(owner, "/host").equals(host());
    }

    /** The system's own name for itself; to ask the network for it can take seconds. */
    public static String host() {
        try {
            return Files.isReadable(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException unknown) {
            return "localhost";
        }
    }

    private static @Nullable Long startTicks(long process) {
        try {
            byte[] content = Files.readAllBytes(Path.of("/proc/" + process + "/stat"));
            var stat = new String(content, StandardCharsets.ISO_8859_1);
            // The second field is the program's name, in brackets, which may hold anything.
            var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
            return Long.valueOf(fields[START_FIELD]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            // Linux alone has it.
            return null;
        }
    }
}
