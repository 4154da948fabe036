package dev.orrery.runner.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what an earlier life of this runner left running when it was killed. Its runs are crashed by
 * the processor as soon as the new life says hello, and may be retried: two processes must not do
 * the work of one run.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final ProcessTable table;
    private final Duration grace;

    Leftovers(ProcessTable table, Duration grace) {
        this.table = table;
        this.grace = grace;
    }

    /**
     * @param runs the folder with the folders of runs
     */
    void end(Path runs) throws IOException, InterruptedException {
        if (!Files.isDirectory(runs)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(runs)) {
            for (Path folder : folders) {
                end(new RunFolder(folder));
            }
        }
    }

    private void end(RunFolder folder) throws IOException, InterruptedException {
        var tree = tree(folder);
        int found = tree.members().size();
        if (found > 0) {
            int unkillable = tree.end(grace);
            LOG.info(
                    "An earlier life of this runner left {} running, with {} processes; {} ended.",
                    folder.path().getFileName(),
                    found,
                    found - unkillable);
        }
        folder.close();
    }

    private ProcessTree tree(RunFolder folder) throws IOException {
        var entries = table.entries();
        var ours = new HashSet<>(table.naming(folder.path().toString(), entries));
        var mark = folder.remembered();
        if (mark != null && mark.boot().equals(table.boot())) {
            entries.stream()
                    .filter(entry -> entry.pid() == mark.pid() && entry.start() == mark.start())
                    .forEach(ours::add);
        }
        var sessions = new HashSet<Long>();
        // The session of a process that has died is its own still, if one of ours is in it.
        if (mark != null && ours.stream().anyMatch(entry -> entry.session() == mark.pid())) {
            sessions.add(mark.pid());
        }
        var tree = new ProcessTree(table, sessions);
        ours.forEach(tree::add);
        return tree;
    }
}
