package dev.orrery.runner.work;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, as far as the runner may see them. */
sealed interface ProcessTable permits LinuxProcesses, PortableProcesses {

    /**
     * A process that is alive, not a zombie.
     *
     * @param pid its id
     * @param parent the id of its parent, or of whoever took it over
     * @param session the id of its session, 0 where the system does not say
     * @param start when it started
     */
    record Entry(long pid, long parent, long session, long start) {}

    List<Entry> entries();

    /** The process with this id, if it is alive. */
    @Nullable Entry entry(long pid);

    /** Those of the entries whose environment holds the text; none where it can't be seen. */
    List<Entry> naming(String text, List<Entry> entries);

    /** Names this life of the machine. */
    String boot();

    static ProcessTable ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? new LinuxProcesses(Path.of("/proc"))
                : new PortableProcesses();
    }
}
