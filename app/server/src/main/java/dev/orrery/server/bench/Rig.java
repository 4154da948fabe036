package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, started when it is first asked for. What the last measurement needed and this
 * one does not is stopped, so that nothing runs beside what is measured.
 */
final class Rig implements AutoCloseable {

    private final Path folder;
    private @Nullable BareKafka kafka;
    private @Nullable BenchServer server;
    private int folders;

    Rig(Path folder) {
        this.folder = folder;
    }

    /** A folder that nobody has used. */
    Path folder(String purpose) {
        return folder.resolve(purpose + "-" + folders++);
    }

    BareKafka kafka() throws IOException {
        if (kafka == null) {
            closeAll();
            kafka = new BareKafka(folder("bare"));
        }
        return kafka;
    }

    BenchServer server() throws IOException, InterruptedException {
        if (server == null) {
            closeAll();
            server = new BenchServer(folder("server"));
        }
        return server;
    }

    void closeAll() throws IOException {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeAll();
    }
}
