package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which process a journal belongs to, and whether that one still lives. */
final class Owner {

    /** The field of {@code /proc/PID/stat} after the program's name that has the start. */
    private static final int START_FIELD = 19;

    private Owner() {}

    /** This process; its start tells it from another that gets its number later. */
    static Json.Obj me() {
        long process = ProcessHandle.current().pid();
        var ticks = startTicks(process);
        return Json.object("host", HostName.ofSystem())
                .with("processId", process)
                .with("startTicks", ticks == null ? Json.NULL : Json.of(ticks));
    }

    /** Whether it has certainly ended; of a process on another host nobody here can tell. */
    static boolean isGone(Json.Obj owner) {
        if (!isHere(owner) || !(owner.get("processId") instanceof Json.Num process)) {
            return false;
        }
        long id = process.decimal().longValue();
        if (ProcessHandle.of(id).isEmpty()) {
            return true;
        }
        var ticks = startTicks(id);
        return ticks != null
                && owner.get("startTicks") instanceof Json.Num then
                && then.decimal().longValue() != ticks;
    }

    /** The host that it runs or ran on. */
    static String host(Json.Obj owner) {
        var host = owner.text("host");
        return host == null ? "" : host;
    }

    static boolean isHere(Json.Obj owner) {
        return HostName.ofSystem().equals(host(owner));
    }

    private static @Nullable Long startTicks(long process) {
        try {
            byte[] content = Files.readAllBytes(Path.of("/proc/" + process + "/stat"));
            var stat = new String(content, StandardCharsets.ISO_8859_1);
            // The second field is the program's name, in brackets, which may hold anything.
            var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
            return Long.valueOf(fields[START_FIELD]);
        } catch (IOException | RuntimeException unreadable) {
            // Linux alone has it.
            return null;
        }
    }
}
