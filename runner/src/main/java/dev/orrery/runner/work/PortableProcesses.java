package dev.orrery.runner.work;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Java itself says of processes, for systems without {@code /proc}. It knows parents and no
 * sessions: a process whose parent has died before anybody looked is not found.
 */
final class PortableProcesses implements ProcessTable {

    @Override
    public String boot() {
        return "unknown";
    }

    @Override
    public List<Entry> entries() {
        return ProcessHandle.allProcesses().map(PortableProcesses::entry).toList();
    }

    @Override
    public @Nullable Entry entry(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(PortableProcesses::entry)
                .orElse(null);
    }

    @Override
    public List<Entry> naming(String text, List<Entry> entries) {
        return List.of();
    }

    private static Entry entry(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
        return new Entry(process.pid(), parent, 0, start);
    }
}
