package dev.orrery.runner.work;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code /proc}, which says what Java does not: the session of each process. */
final class LinuxProcesses implements ProcessTable {

    private static final int STAT_BYTES_MAX = 1024;

    private final Path proc;
    private final String boot;

    LinuxProcesses(Path proc) {
        this.proc = proc;
        try {
            boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public List<Entry> entries() {
        var names = proc.toFile().list((_, name) -> Character.isDigit(name.charAt(0)));
        var entries = new ArrayList<Entry>();
        for (String name : names == null ? new String[0] : names) {
            var entry = entry(name);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    @Override
    public @Nullable Entry entry(long pid) {
        return entry(Long.toString(pid));
    }

    @Override
    public List<Entry> naming(String text, List<Entry> entries) {
        // Bytes compared as Latin-1 on both sides, since an environment has no encoding.
        var latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return entries.stream().filter(entry -> environment(entry.pid()).contains(latin)).toList();
    }

    private String environment(long pid) {
        try {
            var bytes = Files.readAllBytes(proc.resolve(pid + "/environ"));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // Gone, or another user's: not ours in either case.
            return "";
        }
    }

    private @Nullable Entry entry(String name) {
        try (var in = new FileInputStream(proc + "/" + name + "/stat")) {
            var bytes = new byte[STAT_BYTES_MAX];
            int length = in.read(bytes);
            return length <= 0
                    ? null
                    : parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            // It ended between the listing and the reading.
            return null;
        }
    }

    /** See proc(5); the second field is the program's name, which may hold blanks and brackets. */
    static @Nullable Entry parse(String stat) {
        int name = stat.indexOf('(');
        int afterName = stat.lastIndexOf(')');
        String[] fields = stat.substring(afterName + 2).split(" ", -1);
        char state = fields[0].charAt(0);
        if (state == 'Z' || state == 'X') {
            return null;
        }
        return new Entry(
                Long.parseLong(stat.substring(0, name).strip()),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]));
    }
}
