package dev.orrery.runner.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
     * Ends all of them together: however many there are, they have one grace.
     *
     * @param runs the folder with the folders of runs
     */
    void end(Path runs) throws IOException, InterruptedException {
        if (!Files.isDirectory(runs)) {
            return;
        }
        var folders = new ArrayList<RunFolder>();
        try (var paths = Files.newDirectoryStream(runs)) {
            paths.forEach(path -> folders.add(new RunFolder(path)));
        }
        var tree = tree(runs, folders);
        int found = tree.members().size();
        if (found > 0) {
            int unkillable = tree.end(grace);
            LOG.info(
                    "An earlier life of this runner left {} runs with {} processes; {} ended.",
                    folders.size(),
                    found,
                    found - unkillable);
        }
        folders.forEach(RunFolder::close);
    }

    private ProcessTree tree(Path runs, List<RunFolder> folders) throws IOException {
        var entries = table.entries();
        // Whatever names a run's folder: no run of this life has begun.
        var ours = new HashSet<>(table.naming(runs + "/", entries));
        var leaders = new HashSet<Long>();
        for (RunFolder folder : folders) {
            var mark = folder.remembered();
            if (mark != null && mark.boot().equals(table.boot())) {
                leaders.add(mark.pid());
                entries.stream()
                        .filter(entry -> entry.pid() == mark.pid() && entry.start() == mark.start())
                        .forEach(ours::add);
            }
        }
        var sessions = new HashSet<Long>();
        // The session of a process that has died is its own still, if one of ours is in it.
        ours.stream()
                .map(ProcessTable.Entry::session)
                .filter(leaders::contains)
                .forEach(sessions::add);
        var tree = new ProcessTree(table, sessions);
        ours.forEach(tree::add);
        return tree;
    }
}
